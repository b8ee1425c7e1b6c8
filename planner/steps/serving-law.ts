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
  /** The same process streams every answer: seconds more for each request in flight. */
  readonly requestInFlightSeconds: number;
  /** Seconds a step longer in versions that schedule only once the step before has ended. */
  readonly synchronousSeconds: number;
  /** On 8-bit experts in versions with the older kernels. */
  readonly olderExperts: number;
  /** By the catalogue's id: the factor on the seconds before the engine sees a request, which a model's tokenizer and chat template
   *  make longer or shorter. Models that are not here have none known. */
  readonly requestsOf: Readonly<Record<string, number>>;
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
  return { ...ofVersion(law, served), requestSeconds: law.requestSeconds * requests };
}

/** Versions of other engines than vLLM are not told apart. */
function ofVersion(law: ServingLaw, { engine, version }: Served): ServingLaw {
  if (engine !== "vllm") return law;
  const stepSeconds = isAtLeast(version, ASYNCHRONOUS_SINCE)
    ? law.stepSeconds
    : law.stepSeconds + law.synchronousSeconds;
  const { fp8 } = law.experts;
  if (fp8 === undefined || isAtLeast(version, EXPERTS_SINCE)) return { ...law, stepSeconds };
  const older = { read: fp8.read * law.olderExperts, multiply: fp8.multiply * law.olderExperts };
  return { ...law, stepSeconds, experts: { ...law.experts, fp8: older } };
}

/** The law away from the generation it was fitted on: factors belong to that generation's kernels, overheads of the host travel. */
export const withoutFactors = (law: ServingLaw): ServingLaw => ({
  ...law,
  ...{ matmul: {}, experts: {}, kv: 1, pairs: 1, collectives: 1, requestsOf: {} },
});
