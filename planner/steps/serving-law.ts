import { isAtLeast } from "../domain/index.ts";
import type { KernelFormat } from "./kernel-laws.ts";

/** Factors on a kernel's time: on its reading, and on its multiplication. */
export interface KernelFactors {
  readonly read: number;
  readonly multiply: number;
}

/** What serving adds to kernels, or takes from them: factors on the kernels' laws, and time that no kernel table holds. Fitted on
 *  measured servers, each simulated with these steps. */
export interface ServingLaw {
  /** On matrices and on routed experts, by the format of their weights. A format that no server was measured with has none. */
  readonly matmul: Readonly<Partial<Record<KernelFormat, KernelFactors>>>;
  readonly experts: Readonly<Partial<Record<KernelFormat, KernelFactors>>>;
  /** On the KV bytes that decoding reads, and on the operations of attention over prompts. */
  readonly kv: number;
  readonly pairs: number;
  /** On all-reduces. */
  readonly collectives: number;
  /** On the least that each kernel takes: tables have kernels alone, while in serving the next one is launched meanwhile. */
  readonly floors: number;
  /** Norms, rotary embedding, activation, residual and the gaps between kernels: seconds a layer. */
  readonly layerSeconds: number;
  /** How often a token's hidden vector crosses the memory bus in each layer beside the kernels. */
  readonly passes: number;
  /** Scheduler, sampler and launch: seconds a step, and for each sequence in it. */
  readonly stepSeconds: number;
  readonly sequenceSeconds: number;
  /** A step too large for CUDA graphs: seconds more, each layer. */
  readonly eagerLayerSeconds: number;
  /** HTTP, tokenizer and queue between processes: seconds a request, before the engine sees it. */
  readonly requestSeconds: number;
  /** The tokenizer: seconds for each token of the prompt, before the engine sees it. */
  readonly requestTokenSeconds: number;
  /** The same process streams every answer: seconds more for each request in flight. */
  readonly requestInFlightSeconds: number;
  /** Seconds a step longer in versions that schedule only once the step before has ended. */
  readonly synchronousSeconds: number;
  /** And for each sequence in it. */
  readonly synchronousSequenceSeconds: number;
  /** On 8-bit experts in versions with the older kernels. */
  readonly olderExperts: number;
  /** By the catalogue's id: the factor on the seconds before the engine sees a request, which a model's tokenizer and chat template
   *  make longer or shorter. Models that are not here have none known. */
  readonly requestsOf: Readonly<Record<string, number>>;
  /** By the catalogue's id: the factor on steps that a model's shape does not explain, such as kernels fused for this model alone. No
   *  share of a peak passes 1 by it. Models that are not here have none known. */
  readonly stepsOf: Readonly<Record<string, number>>;
}

/** vLLM schedules the next step while one runs since this version, unless it is told otherwise. */
export const ASYNCHRONOUS_SINCE = "0.14";
/** Its 8-bit experts are faster since this version, as servers measured before and after show. */
export const EXPERTS_SINCE = "0.18";

/** Whom a law is asked about; `model` is the catalogue's id, null where a shape was given instead. */
export interface Served {
  readonly engine: string;
  readonly version: string;
  readonly model: string | null;
}

/** The law for one model under one version of the engine. */
export function servingOf(law: ServingLaw, served: Served): ServingLaw {
  const requests = law.requestsOf[served.model ?? ""] ?? 1;
  return {
    ...slowed(ofVersion(law, served), law.stepsOf[served.model ?? ""] ?? 1),
    requestSeconds: law.requestSeconds * requests,
    requestTokenSeconds: law.requestTokenSeconds * requests,
  };
}

/** A law with all that the GPU does in a step taking so many times as long; what the host does is the same for all models. */
function slowed(law: ServingLaw, factor: number): ServingLaw {
  return {
    ...law,
    matmul: slowedKernels(law.matmul, factor),
    experts: slowedKernels(law.experts, factor),
    kv: law.kv * factor,
    pairs: law.pairs * factor,
    collectives: law.collectives * factor,
    layerSeconds: law.layerSeconds * factor,
    passes: law.passes * factor,
    floors: law.floors * factor,
    eagerLayerSeconds: law.eagerLayerSeconds * factor,
  };
}

const slowedKernels = (kernels: ServingLaw["matmul"], factor: number): ServingLaw["matmul"] =>
  Object.fromEntries(
    Object.entries(kernels).map(([format, { read, multiply }]) => [
      format,
      { read: read * factor, multiply: multiply * factor },
    ]),
  );

/** Seconds from a request's sending to the engine's queue, with so many in flight at its replica and a prompt of so many tokens. */
export type RequestSeconds = (inFlight: number, inputTokens: number) => number;

/** What a law says of the way of a request to the engine. */
export const requestSecondsOf =
  ({ requestSeconds, requestTokenSeconds, requestInFlightSeconds }: ServingLaw): RequestSeconds =>
  (inFlight, inputTokens) =>
    requestSeconds + requestTokenSeconds * inputTokens + requestInFlightSeconds * inFlight;

/** Versions of other engines than vLLM are not told apart. */
function ofVersion(law: ServingLaw, { engine, version }: Served): ServingLaw {
  if (engine !== "vllm") return law;
  const isSynchronous = !isAtLeast(version, ASYNCHRONOUS_SINCE);
  const stepSeconds = law.stepSeconds + (isSynchronous ? law.synchronousSeconds : 0);
  const sequenceSeconds = law.sequenceSeconds + (isSynchronous ? law.synchronousSequenceSeconds : 0);
  const { fp8 } = law.experts;
  if (fp8 === undefined || isAtLeast(version, EXPERTS_SINCE)) return { ...law, stepSeconds, sequenceSeconds };
  const older = { read: fp8.read * law.olderExperts, multiply: fp8.multiply * law.olderExperts };
  return { ...law, stepSeconds, sequenceSeconds, experts: { ...law.experts, fp8: older } };
}

/** The law away from the generation it was fitted on: factors belong to that generation's kernels, overheads of the host travel. */
export const withoutFactors = (law: ServingLaw): ServingLaw => ({
  ...law,
  ...{ matmul: {}, experts: {}, kv: 1, pairs: 1, collectives: 1, floors: 1, requestsOf: {}, stepsOf: {} },
});
