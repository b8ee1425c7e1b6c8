import type { Bytes } from "../units/index.ts";
import type { Coverage, Fact } from "./fact.ts";
import type { Gpu } from "./gpu.ts";
import type { Architecture, WeightFormat } from "./model.ts";
import { isAtLeast } from "./version.ts";

/** How a scheduler forms a step. The last three follow published simulators and exist for comparison. */
export type SchedulerPolicy = "vllm" | "tgi" | "sglang" | "static" | "vllm-v0" | "sarathi" | "orca";

/** What bounds a step and the memory of an engine. Token and sequence counts per replica. */
export interface EngineLimits {
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
  /** Share of GPU memory the engine may take (vLLM: --gpu-memory-utilization). */
  readonly utilization: number;
  /** Tokens per KV block. */
  readonly blockSize: number;
  readonly prefixCaching: boolean;
}

/** What an engine's memory law may look at. */
export interface ReserveInput {
  readonly version: string;
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly tensorParallel: number;
  readonly limits: EngineLimits;
  readonly weights: WeightFormat;
}

/** Bytes per GPU that are neither weights nor KV, and which of them the utilisation share must also hold. */
export interface Reserve {
  readonly activation: Bytes;
  readonly cudaGraphs: Bytes;
  readonly nonTorch: Bytes;
  /** Parts that count against `utilization x memory`; the others must find room beside it. */
  readonly insideShare: { readonly activation: boolean; readonly cudaGraphs: boolean; readonly nonTorch: boolean };
  readonly coverage: Coverage;
  /** How far KV room may be from what was computed: nine of ten logs that the law had not seen lie within, or the worst of them
   *  away from its evidence; null = no log says. */
  readonly roomError: Bytes | null;
}

/** A serving engine. Versions are `major.minor`, newest last. */
export interface Engine {
  readonly name: string;
  readonly policy: SchedulerPolicy;
  /** Versions whose behaviour these laws state; others are refused or marked. */
  readonly versions: readonly string[];
  readonly defaultVersion: string;
  /** Image name without tag, and the port it serves on. */
  readonly image: string;
  readonly port: number;
  /** HTTP path that answers 200 only once the model is loaded. */
  readonly healthPath: string;
  readonly defaults: (version: string, gpu: Gpu, tensorParallel: number) => EngineLimits;
  readonly reserve: (input: ReserveInput) => Reserve;
  /** Layers that one block of the KV pool pays for, where padding or grouping makes them other than the model's. */
  readonly poolLayers: (architecture: Architecture, version: string) => number;
  /** Weights whose published builds ask for an 8-bit KV cache, where the engine obeys them unless told otherwise. */
  readonly obeysKvCacheOf: (weights: WeightFormat, version: string) => boolean;
  /** Names the engine really exports on /metrics, by what they mean; null where it has none. */
  readonly metrics: EngineMetrics;
  /** Names of `metrics` in versions before one, newest change first. */
  readonly renamed: readonly { readonly before: string; readonly metrics: Partial<EngineMetrics> }[];
  /** What it counts of things that go wrong. */
  readonly troubles: EngineTroubles;
  /** Command-line arguments the engine takes for the given plan. */
  readonly flags: EngineFlags;
  readonly facts: Readonly<Record<string, Fact<number | string>>>;
  /** Said wherever the engine is used, or null (TGI: archived upstream). */
  readonly warning: string | null;
}

export interface EngineMetrics {
  readonly waiting: string;
  readonly running: string;
  readonly kvUse: string | null;
  readonly ttftBuckets: string | null;
  readonly tpotBuckets: string | null;
  readonly e2eBuckets: string | null;
  readonly completed: string;
}

/** Series of a metric; `matchers` as PromQL writes them between braces, or empty. */
export interface SeriesOf {
  readonly metric: string;
  readonly matchers: string;
}

export interface EngineTroubles {
  /** Counters of requests put back for want of KV room: releases differ, so all are asked. */
  readonly preemptions: readonly string[];
  /** Counters of requests that failed through no fault of the client's, and of all requests; null where it counts neither. */
  readonly requests: { readonly failed: SeriesOf; readonly all: SeriesOf } | null;
}

/** The names that a version exports. */
export function metricsOf({ metrics, renamed }: Engine, version: string): EngineMetrics {
  const older = renamed.filter(({ before }) => !isAtLeast(version, before)).map((change) => change.metrics);
  return Object.assign({}, metrics, ...older);
}

/** The engine's own flag names; null where it has no such flag. */
export interface EngineFlags {
  readonly model: string;
  readonly revision: string;
  readonly maxContext: string;
  readonly maxSequences: string | null;
  readonly maxBatchedTokens: string | null;
  readonly utilization: string | null;
  readonly tensorParallel: string | null;
  readonly kvCache: string | null;
  /** Computes in another 16-bit format than the weights are published in. */
  readonly dtype: string | null;
  /** Quantises 16-bit weights while they are loaded; takes `fp8`. */
  readonly quantization: string | null;
  readonly prefixCachingOff: string | null;
}
