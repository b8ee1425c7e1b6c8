import { gpus } from "../../../planner/gpus/index.generated.ts";
import { isAtLeast } from "../../../planner/index.ts";
import type { LeftOutModel, MeasuredCase, MeasuredServing, ServingError } from "../../../planner/steps/fitted.ts";
import type { KernelLaws } from "../../../planner/steps/kernel-laws.ts";
import {
  ASYNCHRONOUS_SINCE,
  EXPERTS_SINCE,
  type ServingLaw,
  withoutFactors,
} from "../../../planner/steps/serving-law.ts";
import { type PreparedRow, versionOf } from "./closed-loop.ts";
import { quantileOf } from "./fitted.ts";
import { DEFAULT_VERSION, fitServing, formatsOfRow, modelOf, predictRow, type ServingQuestion } from "./serving.ts";
import { partOf } from "./split.ts";

const SERVERS = "ai-dynamo/aiconfigurator@095f58a silicon_sample.csv";
const STEPS = "inference-sim/inference-sim@9293b22 step periods";

/** Which servers one law is fitted on. */
export interface ServingGroup {
  readonly id: string;
  readonly engine: "vllm" | "sglang";
  readonly generation: string;
  readonly capabilities: readonly string[];
}

export const GROUPS: readonly ServingGroup[] = [
  { id: "hopper-vllm", engine: "vllm", generation: "Hopper", capabilities: ["9.0"] },
  { id: "blackwell-vllm", engine: "vllm", generation: "Blackwell", capabilities: ["10.0", "10.3"] },
  { id: "hopper-sglang", engine: "sglang", generation: "Hopper", capabilities: ["9.0"] },
];

/** DeepSeek under SGLang may have been served with speculative decoding, which the rows do not say. */
const PERHAPS_SPECULATIVE = /DeepSeek/;

/** Rows of a group that its law may be fitted on. */
export function rowsOfGroup({ engine, capabilities }: ServingGroup, rows: readonly PreparedRow[]): PreparedRow[] {
  return rows.filter(
    ({ row, hardware }) =>
      row.engine === engine &&
      capabilities.includes(hardware.gpu.architecture) &&
      !(engine === "sglang" && PERHAPS_SPECULATIVE.test(row.model)),
  );
}

/** How a law is fitted: rounds from nothing, and further rounds once rows are left out. */
const ROUNDS = { full: 12, without: 3 } as const;

/** Rows of other generations that show what a law is worth away from home. */
export interface Elsewhere {
  readonly rows: readonly PreparedRow[];
  readonly kernels: Readonly<Record<string, KernelLaws>>;
  /** What stands where there are no such rows. */
  readonly error: ServingError;
}

/** Fits the law of one group and measures what it is off by: on its rows, on models left out, on other generations. */
export function measuredServing(
  group: ServingGroup,
  question: ServingQuestion,
  { elsewhere, host, seen }: { elsewhere: Elsewhere; host: ServingLaw | null; seen: string },
): MeasuredServing {
  const { point, law } = fitServing(question, { rounds: ROUNDS.full });
  const misses = unseenMisses(question, point);
  const leftOut = leaveModelsOut(question, point);
  const away = known(errorOf(missesOf(elsewhere.rows, elsewhere.kernels, withoutFactors(law))), elsewhere.error);
  return {
    ...{ engine: group.engine, generation: group.generation, capabilities: group.capabilities, seen },
    source: question.steps.length > 0 ? `${SERVERS} and ${STEPS}` : SERVERS,
    versions: versionsOf(question.rows),
    law: { ...law, ...hostOf(host, assumedIn(question.rows)) },
    assumed: assumedIn(question.rows),
    rows: question.rows.length,
    cases: casesOf(question.rows, misses),
    leftOut: leftOut.map(summaryOf),
    error: {
      sameModel: errorOf(misses),
      otherModel: known(evenError(leftOut), away),
      otherGeneration: away,
    },
  };
}

interface Misses {
  readonly step: readonly number[];
  readonly firstToken: readonly number[];
}

function missesOf(rows: readonly PreparedRow[], kernels: ServingQuestion["kernels"], law: ServingLaw): Misses {
  const predicted = rows.map((row) => ({ row: row.row, means: predictRow(row, kernels, law) }));
  return {
    step: predicted.map(({ row, means }) => Math.log(means.tpot / row.tpot)),
    firstToken: predicted.map(({ row, means }) => (row.ttft === null ? Number.NaN : Math.log(means.ttft / row.ttft))),
  };
}

/** Parts into which rows are cut, each predicted by a law that was fitted on the others: rows that a law was fitted on look better
 *  than others will. */
const FOLDS = 4;

function unseenMisses(question: ServingQuestion, start: readonly number[]): Misses {
  const step = question.rows.map(() => Number.NaN);
  const firstToken = question.rows.map(() => Number.NaN);
  for (let fold = 0; fold < FOLDS; fold++) {
    const places = question.rows.flatMap(({ row }, index) => (partOf(row, FOLDS) === fold ? [index] : []));
    const others = question.rows.filter(({ row }) => partOf(row, FOLDS) !== fold);
    const { law } = fitServing({ ...question, rows: others, all: question.rows }, { rounds: ROUNDS.without, start });
    const own = places.flatMap((place) => question.rows[place] ?? []);
    const misses = missesOf(own, question.kernels, law);
    places.forEach((place, i) => {
      step[place] = misses.step[i] ?? Number.NaN;
      firstToken[place] = misses.firstToken[i] ?? Number.NaN;
    });
  }
  return { step, firstToken };
}

/** Every model's rows, predicted by a law that was fitted on the others. Rows whose formats no other model has would be no test of
 *  what is between measurements, and are left out. */
function leaveModelsOut(question: ServingQuestion, start: readonly number[]) {
  const models = [...new Set(question.rows.map(modelOf))].sort();
  return models.flatMap((model) => {
    const others = question.rows.filter((row) => modelOf(row) !== model);
    const own = question.rows.filter((row) => modelOf(row) === model && others.some((other) => alike(row, other)));
    if (own.length === 0) return [];
    const { law } = fitServing({ ...question, rows: others, all: question.rows }, { rounds: ROUNDS.without, start });
    return [{ model, misses: missesOf(own, question.kernels, withoutModel(law, model)) }];
  });
}

/** A law as it stands to a model that nobody measured. */
const withoutModel = (law: ServingLaw, model: string): ServingLaw => ({
  ...law,
  requestsOf: { ...law.requestsOf, [model]: 1 },
  stepsOf: { ...law.stepsOf, [model]: 1 },
});

type LeftOut = ReturnType<typeof leaveModelsOut>;

/** The 90th percentile where every model weighs the same: a new one is as likely to be like any of them. */
function evenError(parts: LeftOut): ServingError {
  const p90 = (pick: (misses: Misses) => readonly number[]): number => {
    const weighted = parts
      .map(({ misses }) => pick(misses).filter(Number.isFinite).map(Math.abs))
      .flatMap((sizes) => sizes.map((size) => ({ size, weight: 1 / sizes.length })))
      .sort((a, b) => a.size - b.size);
    const all = weighted.reduce((sum, { weight }) => sum + weight, 0);
    let below = 0;
    for (const { size, weight } of weighted) {
      below += weight;
      if (below >= 0.9 * all) return size;
    }
    return Number.NaN;
  };
  return { step: p90((misses) => misses.step), firstToken: p90((misses) => misses.firstToken) };
}

const summaryOf = ({ model, misses: { step } }: LeftOut[number]): LeftOutModel => ({
  ...{ model, rows: step.length, bias: quantileOf(step, 0.5) },
  p90: quantileOf(step.map(Math.abs), 0.9),
});

/** Overheads that no row of a group could move, from servers of another generation: they are the host's, and travel. */
const hostOf = (host: ServingLaw | null, names: readonly string[]): Partial<ServingLaw> =>
  Object.fromEntries(Object.entries(host ?? {}).filter(([name]) => names.includes(name)));

/** Overheads that only older versions have, where no row is of one. */
function assumedIn(rows: readonly PreparedRow[]): readonly string[] {
  const older = (bound: string) => rows.some(({ row }) => !isAtLeast(versionOf(row) ?? DEFAULT_VERSION, bound));
  const isVllm = rows[0]?.row.engine === "vllm";
  return [
    ...(isVllm && older(ASYNCHRONOUS_SINCE) ? [] : ["synchronousSeconds", "synchronousSequenceSeconds"]),
    ...(isVllm && older(EXPERTS_SINCE) ? [] : ["olderExperts"]),
  ];
}

function versionsOf(rows: readonly PreparedRow[]): MeasuredServing["versions"] {
  const known = rows.map(({ row }) => versionOf(row) ?? DEFAULT_VERSION);
  const sorted = [...new Set(known)].sort((a, b) => (isAtLeast(a, b) ? 1 : -1));
  return { oldest: sorted[0] ?? DEFAULT_VERSION, newest: sorted.at(-1) ?? DEFAULT_VERSION };
}

const alike = (a: PreparedRow, b: PreparedRow): boolean => {
  const [one, other] = [formatsOfRow(a), formatsOfRow(b)];
  return one.matmul === other.matmul && (one.experts === null || one.experts === other.experts);
};

/** Where there is nothing to measure an error on, another one stands. */
const known = (error: ServingError, other: ServingError): ServingError => ({
  step: Number.isFinite(error.step) ? error.step : other.step,
  firstToken: Number.isFinite(error.firstToken) ? error.firstToken : other.firstToken,
});

function errorOf({ step, firstToken }: Misses): ServingError {
  const p90 = (misses: readonly number[]) => quantileOf(misses.filter(Number.isFinite).map(Math.abs), 0.9);
  return { step: p90(step), firstToken: p90(firstToken) };
}

/** A case with fewer rows than this is believed half. */
const ENOUGH_ROWS = 8;

function casesOf(rows: readonly PreparedRow[], misses: Misses): readonly MeasuredCase[] {
  const nameOf = (row: PreparedRow) => [modelOf(row), row.hardware.gpu.name, row.row.weights].join();
  const all = errorOf(misses);
  return [...new Set(rows.map(nameOf))].sort().flatMap((name): MeasuredCase[] => {
    const places = rows.flatMap((row, index) => (nameOf(row) === name ? [index] : []));
    const first = rows[places[0] ?? -1];
    if (!first) return [];
    const own = errorOf({
      step: places.map((place) => misses.step[place] ?? Number.NaN),
      firstToken: places.map((place) => misses.firstToken[place] ?? Number.NaN),
    });
    const belief = places.length / (places.length + ENOUGH_ROWS);
    const drawn = (part: keyof ServingError) => belief * known(own, all)[part] + (1 - belief) * all[part];
    return [
      {
        ...{ model: modelOf(first), gpu: first.hardware.gpu.name, weights: first.row.weights },
        tensorParallel: [...new Set(places.map((place) => rows[place]?.row.tensorParallel ?? 1))].sort((a, b) => a - b),
        versions: versionsOf(places.flatMap((place) => rows[place] ?? [])),
        rows: places.length,
        error: { step: drawn("step"), firstToken: drawn("firstToken") },
      },
    ];
  });
}

/** The kernels of every GPU by its id; cards without a table take those of their generation. */
export function kernelsById(fitted: ReadonlyMap<string, { readonly laws: KernelLaws }>): Record<string, KernelLaws> {
  const laws: Record<string, KernelLaws> = {};
  for (const id of Object.keys(gpus)) {
    const own = fitted.get(id) ?? (id === "b300-sxm6" ? fitted.get("b200-sxm6") : undefined);
    if (own) laws[id] = own.laws;
  }
  return laws;
}
