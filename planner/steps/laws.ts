import { type Architecture, type Coverage, type Gpu, isAtLeast, type WeightFormat } from "../domain/index.ts";
import type { MeasuredCase, MeasuredKernels, MeasuredServing } from "./fitted.ts";
import type { HardwareLaws } from "./hardware.ts";
import { denseFormat, kernelFormat } from "./kernel-choice.ts";
import { MEASURED_KERNELS } from "./kernels/index.generated.ts";
import { errorOfCase, errorOfOtherGeneration, errorOfOtherModel, type KnownError } from "./known-error.ts";
import { MEASURED_SERVING } from "./serving/index.generated.ts";
import { ASYNCHRONOUS_SINCE, type ServingLaw, servingOf, withoutFactors } from "./serving-law.ts";

/** Whose step times are asked for. `model`: the catalogue's id; null where a shape was given instead. */
export interface LawQuestion {
  readonly gpu: Gpu;
  readonly engine: string;
  readonly version: string;
  readonly model: string | null;
  /** The catalogue's ids of models of this shape. */
  readonly ofShape: readonly string[];
  readonly architecture: Architecture;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
}

/** The laws to predict with, how far off they may be, and what they rest on. */
export interface KnownLaws {
  readonly kind: "known";
  readonly laws: HardwareLaws;
  readonly error: KnownError;
  readonly coverage: Coverage;
}

/** Cards whose kernels stand for others of their compute capability. */
const STANDS_FOR: Readonly<Record<string, string>> = {
  "8.0": "NVIDIA A100 SXM4 80 GB",
  "8.6": "NVIDIA L40S",
  "8.9": "NVIDIA L40S",
  "9.0": "NVIDIA H100 SXM5",
  "10.0": "NVIDIA B200 SXM6",
  "10.3": "NVIDIA B200 SXM6",
  "12.0": "NVIDIA RTX PRO 6000 Blackwell Server Edition",
};

/** The laws for an engine on a GPU. Refused where no kernel of the card's kind was ever measured. */
export function lawsFor(question: LawQuestion): KnownLaws | { readonly kind: "refused"; readonly message: string } {
  const kernels = kernelsOf(question.gpu);
  if (kernels === null) return { kind: "refused", message: withoutKernels(question.gpu) };
  if (question.tensorParallel > MOST_TOGETHER) return { kind: "refused", message: acrossNodes(question) };
  const serving = servingFor(question);
  return {
    kind: "known",
    laws: {
      kernels: kernels.laws,
      serving: servingOf(serving.law, { ...question, model: measuredAs(serving, question) }),
    },
    ...trustIn(question, { kernels, serving }),
  };
}

/** The model whose factors are taken: itself where it was measured, else one of the same shape. */
const measuredAs = ({ law }: ServingChoice, { model, ofShape }: LawQuestion): string | null =>
  [model, ...ofShape].find((id) => id !== null && (id in law.stepsOf || id in law.requestsOf)) ?? null;

/** GPUs that share layers in one node: more would talk over a network of which nothing was measured. */
const MOST_TOGETHER = 8;

const acrossNodes = ({ tensorParallel }: LawQuestion): string =>
  `all-reduces were measured among up to ${MOST_TOGETHER} GPUs of one node, not among ${tensorParallel}`;

function kernelsOf(gpu: Gpu): MeasuredKernels | null {
  const named = (name: string | undefined) => MEASURED_KERNELS.find((one) => one.gpu === name);
  return named(gpu.name) ?? named(STANDS_FOR[gpu.architecture]) ?? null;
}

function withoutKernels(gpu: Gpu): string {
  const measured = MEASURED_KERNELS.map((one) => one.gpu).join(", ");
  return `no kernel of ${gpu.name} or of another card of its kind (${gpu.architecture}) was measured; its step times would be invented. Measured: ${measured}`;
}

/** A serving law, and whether servers of this engine and generation were measured for it. */
interface ServingChoice {
  readonly law: ServingLaw;
  readonly measured: MeasuredServing;
  readonly isOwn: boolean;
}

function servingFor({ engine, gpu }: LawQuestion): ServingChoice {
  const own = servingOn(engine, gpu);
  const sameGeneration = servingOn("vllm", gpu);
  if (own) return { law: withFactorsOf(own.law, sameGeneration?.law ?? own.law), measured: own, isOwn: true };
  const sameEngine = onHopper(engine) ?? sameGeneration ?? onHopper("vllm") ?? MEASURED_SERVING[0];
  if (!sameEngine) throw new Error("no serving law at all");
  if (!sameGeneration) return { law: withoutFactors(sameEngine.law), measured: sameEngine, isOwn: false };
  const { matmul, experts, kv, pairs, collectives, floors } = sameGeneration.law;
  const law = { ...sameEngine.law, matmul, experts, kv, pairs, collectives, floors, stepsOf: {} };
  return { law, measured: sameEngine, isOwn: false };
}

/** Formats that an engine was not measured with run as under another one on the same kernels. */
const withFactorsOf = (law: ServingLaw, other: ServingLaw): ServingLaw => ({
  ...law,
  matmul: { ...other.matmul, ...law.matmul },
  experts: { ...other.experts, ...law.experts },
});

const servingOn = (engine: string, gpu: Gpu): MeasuredServing | undefined =>
  MEASURED_SERVING.find((one) => one.engine === engine && one.capabilities.includes(gpu.architecture));

const measuredOf = (engine: string): readonly MeasuredServing[] =>
  MEASURED_SERVING.filter((one) => one.engine === engine);

/** Away from measured generations the overheads of Hopper's hosts are taken: they are those of most cards in use. */
const onHopper = (engine: string): MeasuredServing | undefined =>
  MEASURED_SERVING.find((one) => one.engine === engine && one.generation === "Hopper");

function trustIn(
  question: LawQuestion,
  { kernels, serving: { measured, isOwn } }: { kernels: MeasuredKernels; serving: ServingChoice },
): Pick<KnownLaws, "error" | "coverage"> {
  const { gpu, engine, model, weights } = question;
  const { generation, rows, source } = measured;
  const servers = `${rows} servers of ${measured.engine} on ${generation} (${source})`;
  if (!isOwn) {
    const missing = `no server of ${engine} on ${gpu.name} or its generation was measured`;
    const why = `${missing}: kernels of ${kernels.gpu}, what serving adds from ${servers}`;
    return { error: errorOfOtherGeneration(question, measured), coverage: { status: "extrapolated", why } };
  }
  const known = measured.cases.find((one) => one.model === model && one.gpu === gpu.name && one.weights === weights);
  const { oldest, newest } = measured.versions;
  if (engine === "vllm" && !(isAtLeast(question.version, oldest) && isAtLeast(newest, question.version))) {
    const why = `servers of vllm ${oldest} to ${newest} were measured, none of ${question.version}; nearest: ${servers}`;
    return {
      error: errorOfOtherModel(question, measured, measuredOf(engine)),
      coverage: { status: "extrapolated", why },
    };
  }
  if (known?.tensorParallel.includes(question.tensorParallel) && schedulesAlike(question, known)) {
    const why = `${known.rows} of ${servers} ran this model in ${weights} on ${gpu.name}`;
    return { error: errorOfCase(question, measured, known), coverage: { status: "measured", why } };
  }
  if (hasFormats(measured.law, question)) {
    const why = `between ${servers}; none ran this model in ${weights} on ${question.tensorParallel} x ${gpu.name}`;
    const error = known
      ? errorOfCase(question, measured, known)
      : errorOfOtherModel(question, measured, measuredOf(engine));
    return { error, coverage: { status: "interpolated", why } };
  }
  const why = `no server was measured with ${weights} weights on ${generation}; nearest: ${servers}`;
  return { error: errorOfOtherGeneration(question, measured), coverage: { status: "extrapolated", why } };
}

/** Whether a version of the engine schedules as one of those did that ran a case. */
function schedulesAlike({ engine, version }: LawQuestion, { versions: { oldest, newest } }: MeasuredCase): boolean {
  const isSynchronous = (one: string) => engine === "vllm" && !isAtLeast(one, ASYNCHRONOUS_SINCE);
  return [oldest, newest].some((one) => isSynchronous(one) === isSynchronous(version));
}

/** Whether servers were measured with dense matrices and experts in these formats. */
function hasFormats({ matmul, experts }: ServingLaw, { architecture, weights }: LawQuestion): boolean {
  const hasDense = denseFormat(weights, architecture) in matmul;
  return hasDense && (architecture.moe === null || kernelFormat(weights) in experts);
}
