import type { Architecture, Engine, EngineLimits, Gpu, KvFormat, WeightFormat } from "../domain/index.ts";
import { majorMinor } from "../domain/index.ts";
import { engines } from "../engines/index.generated.ts";
import { gpus } from "../gpus/index.generated.ts";
import { findModel, nearestModels } from "../models/lookup.ts";
import { entryNamed } from "./entry.ts";
import { asGpu, type Processor } from "./processor.ts";
import { plannedWeights } from "./served-weights.ts";

/** A model on GPUs of one kind, served by an engine, all by their ids; null = what model, engine and GPU would choose. */
export interface ServingByName {
  readonly model: string;
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly engine: string;
  readonly version: string | null;
  readonly weights: WeightFormat | null;
  readonly kvCache: KvFormat;
  readonly maxSequences: number | null;
  readonly maxBatchedTokens: number | null;
  readonly maxContext: number | null;
  readonly utilization: number | null;
  /** Shape of a model that is not in the catalogue; `model` then only names it. */
  readonly architecture?: Architecture | null;
  /** What there is to compute on where no GPU of the catalogue is meant; `gpu` then only names it. */
  readonly processor?: Processor | null;
}

/** What the ids stand for. */
export interface Serving {
  readonly kind: "known";
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly engine: Engine;
  readonly version: string;
  readonly weights: WeightFormat;
}

/** An id that no catalogue has, with the ids to choose from. */
export type UnknownName =
  | {
      readonly kind: "unknown";
      readonly what: "model" | "gpu" | "engine";
      readonly id: string;
      readonly nearest: readonly string[];
    }
  | {
      readonly kind: "unknownVersion";
      readonly engine: string;
      readonly version: string;
      readonly known: readonly string[];
    };

/** Looks everything up that is asked for by name. */
export function lookUp(question: ServingByName): Serving | UnknownName {
  const model = findModel(question.model);
  const architecture = question.architecture ?? model?.architecture;
  if (!architecture)
    return { kind: "unknown", what: "model", id: question.model, nearest: nearestModels(question.model, 3) };
  const gpu = question.processor ? asGpu(question.gpu, question.processor) : entryNamed(gpus, question.gpu);
  if (!gpu) return { kind: "unknown", what: "gpu", id: question.gpu, nearest: Object.keys(gpus) };
  const engine = entryNamed(engines, question.engine);
  if (!engine) return { kind: "unknown", what: "engine", id: question.engine, nearest: Object.keys(engines) };
  const version = majorMinor(question.version ?? engine.defaultVersion) ?? "";
  if (!engine.versions.includes(version)) {
    return { kind: "unknownVersion", engine: question.engine, version: question.version ?? "", known: engine.versions };
  }
  const weights = plannedWeights({ weights: question.weights, id: question.model });
  return { kind: "known", architecture, gpu, engine, version, weights };
}

/** Limits that somebody sets; null = the engine's own. */
export type GivenLimits = {
  readonly [key in "maxSequences" | "maxBatchedTokens" | "utilization"]: number | null;
} & { readonly prefixCaching?: boolean | null };

/** An engine version's limits on a GPU, with those that were set in the place of its own. */
export function limitsOf(
  {
    engine,
    version,
    gpu,
    tensorParallel,
  }: Pick<Serving, "engine" | "version" | "gpu"> & { readonly tensorParallel: number },
  given: GivenLimits,
) {
  const defaults = engine.defaults(version, gpu, tensorParallel);
  const limits: EngineLimits = {
    ...defaults,
    maxSequences: given.maxSequences ?? defaults.maxSequences,
    maxBatchedTokens: given.maxBatchedTokens ?? defaults.maxBatchedTokens,
    utilization: given.utilization ?? defaults.utilization,
    prefixCaching: given.prefixCaching ?? defaults.prefixCaching,
  };
  return limits;
}

/** Shortest context that an operator would still serve, tokens. */
const SHORTEST_CONTEXT = 2048;

/** A context, then the powers of two below it that are still useful, as an operator would shorten it. */
export function contextsDownFrom(longest: number): readonly number[] {
  const contexts = [longest];
  for (let next = 2 ** Math.floor(Math.log2(longest - 1)); next >= SHORTEST_CONTEXT; next /= 2) contexts.push(next);
  return contexts;
}
