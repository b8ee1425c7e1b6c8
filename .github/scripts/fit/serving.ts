import { findModel } from "../../../planner/models/lookup.ts";
import { hardwareStepTime } from "../../../planner/steps/hardware.ts";
import { denseFormat, kernelFormat } from "../../../planner/steps/kernel-choice.ts";
import type { KernelFormat, KernelLaws } from "../../../planner/steps/kernel-laws.ts";
import { type ServingLaw, servingOf } from "../../../planner/steps/serving-law.ts";
import { type Means, type PreparedRow, simulateRow, versionOf } from "./closed-loop.ts";
import { leastSquares } from "./least-squares.ts";
import { ServingParameters, type Varieties } from "./serving-parameters.ts";
import type { MeasuredStep } from "./steps.ts";

/** What one serving law is fitted on. */
export interface ServingQuestion {
  readonly rows: readonly PreparedRow[];
  /** All rows of the group: they say which formats have parameters, whichever rows are left out. */
  readonly all: readonly PreparedRow[];
  readonly steps: readonly MeasuredStep[];
  /** By the GPU's id. */
  readonly kernels: Readonly<Record<string, KernelLaws>>;
  readonly prior: ServingLaw | null;
}

/** Versions of engines whose rows state none. */
export const DEFAULT_VERSION = "0.15";

/** Errors of about this size are expected of the model itself; what is larger counts linearly. */
const EXPECTED = { tpot: 0.05, ttft: 0.15, step: 0.08, meanOfSteps: 0.01 } as const;

/** Fits a serving law: every row is simulated, and the law moves until means and step periods come out as measured.
 *  `start`: a point from which to go on. */
export function fitServing(
  question: ServingQuestion,
  { rounds, start }: { rounds: number; start?: readonly number[] },
): { readonly point: readonly number[]; readonly law: ServingLaw } {
  const parameters = new ServingParameters(varietiesOf(question.all), question.prior);
  const predictors = question.rows.map((row) => rememberedPrediction(question, row, parameters));
  const residuals = (point: readonly number[]): readonly number[] => [
    ...predictors.flatMap((predict, i) => {
      const { ttft, tpot } = predict(point);
      const row = question.rows[i]?.row;
      if (!row) return [];
      const first = row.ttft === null ? [] : [Math.log(ttft / row.ttft) / EXPECTED.ttft];
      return [Math.log(tpot / row.tpot) / EXPECTED.tpot, ...first];
    }),
    ...stepMisses(question, parameters.lawAt(point)).map((miss) => miss / EXPECTED.step),
    ...point,
    parameters.meanOfSteps(point) / EXPECTED.meanOfSteps,
  ];
  const from = start ?? parameters.names.map(() => 0);
  const point = leastSquares(residuals, { start: from, rounds, huber: 2, step: 0.02, beliefs: from.length + 1 });
  return { point, law: parameters.lawAt(point) };
}

/** What a law predicts for a row. */
export function predictRow(row: PreparedRow, kernels: Readonly<Record<string, KernelLaws>>, law: ServingLaw): Means {
  const { engine, gpu } = row.row;
  const version = versionOf(row.row) ?? DEFAULT_VERSION;
  const serving = servingOf(law, { engine, version, model: modelOf(row) });
  return simulateRow(row, hardwareStepTime(row.hardware, { kernels: lawsOf(kernels, gpu), serving }), serving);
}

/** Simulating is dear, and most parameters do not touch a row: one answer is kept for each setting of those that do. */
function rememberedPrediction(
  { kernels }: ServingQuestion,
  row: PreparedRow,
  parameters: ServingParameters,
): (point: readonly number[]) => Means {
  const { tensorParallel } = row.row;
  const relevant = parameters.relevant({ ...formatsOfRow(row), model: modelOf(row), tensorParallel });
  let key = "";
  let kept: Means = { ttft: Number.NaN, tpot: Number.NaN };
  const around = new Map<string, Means>();
  return (point) => {
    const at = relevant.map((index) => point[index]).join();
    if (at === key) return kept;
    const before = around.get(at);
    if (before) return before;
    const means = predictRow(row, kernels, parameters.lawAt(point));
    if (around.size > relevant.length + 8) around.clear();
    around.set(at, means);
    [key, kept] = [at, means];
    return means;
  };
}

function stepMisses({ steps, kernels }: ServingQuestion, law: ServingLaw): readonly number[] {
  return steps.map(({ hardware, gpu, batch, seconds, version }) => {
    const serving = servingOf(law, { engine: "vllm", version, model: null });
    const stepTime = hardwareStepTime(hardware, { kernels: lawsOf(kernels, gpu), serving });
    return Math.log(stepTime.seconds(batch) / seconds);
  });
}

function lawsOf(kernels: Readonly<Record<string, KernelLaws>>, gpu: string): KernelLaws {
  const laws = kernels[gpu];
  if (laws === undefined) throw new Error(`no kernels of ${gpu}`);
  return laws;
}

/** The formats that rows are served in, 16 bit always, since output matrices are; and their models. */
function varietiesOf(rows: readonly PreparedRow[]): Varieties {
  const formats = rows.map(formatsOfRow);
  const experts = formats.flatMap((one) => (one.experts === null ? [] : [one.experts]));
  return {
    matmul: [...new Set<KernelFormat>(["bf16", ...formats.map((one) => one.matmul)])].sort(),
    experts: [...new Set(experts)].sort(),
    models: [...new Set(rows.map(modelOf))].sort(),
  };
}

/** The catalogue's id of a row's model: its builds share one. */
export const modelOf = ({ row }: PreparedRow): string => findModel(row.model)?.id ?? row.model;

/** The formats that a row is served in; experts null where it has none. */
export function formatsOfRow({ hardware: { weights, architecture } }: PreparedRow) {
  return {
    matmul: denseFormat(weights, architecture),
    experts: architecture.moe === null ? null : kernelFormat(weights),
  };
}
