import type { EngineLimits, KvFormat, MemoryFit, WeightFormat } from "../domain/index.ts";
import { majorMinor } from "../domain/index.ts";
import { engines } from "../engines/index.generated.ts";
import { gpus } from "../gpus/index.generated.ts";
import { fitMemory } from "../memory/fit.ts";
import { findModel, nearestModels, publishedWeights } from "../models/lookup.ts";
import { entryNamed } from "./entry.ts";

/** The `fit` command's question by ids; null = what model, engine and GPU would choose. */
export interface FitByName {
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
}

/** Something else that would hold the same model. */
export interface FitAlternative {
  readonly text: string;
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
  readonly kvTokens: number;
}

export type FitAnswer =
  | {
      readonly kind: "answered";
      readonly fit: MemoryFit;
      readonly weights: WeightFormat;
      readonly maxContext: number;
      readonly version: string;
      readonly limits: EngineLimits;
      readonly alternatives: readonly FitAlternative[];
    }
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

/** Whether a model fits a GPU, part by part; and when it does not, what would hold it, the smallest change first. */
export function fitByName(question: FitByName): FitAnswer {
  const model = findModel(question.model);
  if (!model) return { kind: "unknown", what: "model", id: question.model, nearest: nearestModels(question.model, 3) };
  if (!entryNamed(gpus, question.gpu))
    return { kind: "unknown", what: "gpu", id: question.gpu, nearest: Object.keys(gpus) };
  const engine = entryNamed(engines, question.engine);
  if (!engine) return { kind: "unknown", what: "engine", id: question.engine, nearest: Object.keys(engines) };
  const version = majorMinor(question.version ?? engine.defaultVersion) ?? "";
  if (!engine.versions.includes(version)) {
    return { kind: "unknownVersion", engine: question.engine, version: question.version ?? "", known: engine.versions };
  }
  const weights = question.weights ?? publishedWeights(question.model) ?? model.publishedWeights;
  const asked: Variant = { gpu: question.gpu, tensorParallel: question.tensorParallel, weights };
  const fit = fitOf(question, version, asked);
  return {
    kind: "answered",
    fit: fit.memory,
    limits: fit.limits,
    weights,
    version,
    maxContext: question.maxContext ?? model.architecture.maxPositions,
    alternatives: fit.memory.fits ? [] : alternativesTo(question, version, asked),
  };
}

interface Variant {
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
  /** Left out: as asked. */
  readonly maxContext?: number;
}

function fitOf(question: FitByName, version: string, variant: Variant): { memory: MemoryFit; limits: EngineLimits } {
  const gpu = entryNamed(gpus, variant.gpu);
  const engine = entryNamed(engines, question.engine);
  const model = findModel(question.model);
  if (!gpu || !engine || !model) throw new Error("fitOf is called with names that were looked up before");
  const defaults = engine.defaults(version, gpu);
  const limits = {
    ...defaults,
    maxSequences: question.maxSequences ?? defaults.maxSequences,
    maxBatchedTokens: question.maxBatchedTokens ?? defaults.maxBatchedTokens,
    utilization: question.utilization ?? defaults.utilization,
  };
  const memory = fitMemory({
    ...{ architecture: model.architecture, gpu, engine, version, limits, kvCache: question.kvCache },
    tensorParallel: variant.tensorParallel,
    weights: variant.weights,
    maxContext: variant.maxContext ?? question.maxContext ?? model.architecture.maxPositions,
  });
  return { memory, limits };
}

/** Other weights on the same GPUs (if need be with a shorter context), more (or fewer) of the same GPUs, then the smallest GPUs that
 *  hold the model as asked. */
function alternativesTo(question: FitByName, version: string, asked: Variant): readonly FitAlternative[] {
  const fitting = (variants: readonly Variant[], most: number) =>
    variants.flatMap((variant) => alternative(question, version, variant)).slice(0, most);
  const same = formatsFor(asked).flatMap((weights) =>
    contextsFor(question).map((maxContext) => ({ ...asked, weights, maxContext })),
  );
  const bySize = Object.keys(gpus).sort((a, b) => usableBytes(a) - usableBytes(b));
  return [
    ...formatsFor(asked)
      .flatMap((weights) =>
        fitting(
          same.filter((variant) => variant.weights === weights),
          1,
        ),
      )
      .slice(0, 2),
    ...fitting(
      // Fewer help only where heads cannot be split over as many as were asked for.
      [2, 4, 8, 1 / 2, 1 / 4, 1 / 8]
        .map((times) => ({ ...asked, tensorParallel: asked.tensorParallel * times }))
        .filter(({ tensorParallel }) => Number.isInteger(tensorParallel)),
      1,
    ),
    ...fitting(
      bySize.filter((gpu) => gpu !== asked.gpu).map((gpu) => ({ ...asked, gpu })),
      3,
    ),
  ];
}

/** Formats worth trying on the GPU that was asked for: its own, and smaller ones its kernels know. */
function formatsFor({ gpu, weights }: Variant): readonly WeightFormat[] {
  const matmul = entryNamed(gpus, gpu)?.matmul;
  const own: readonly WeightFormat[] = matmul?.bf16 ? [weights] : weights === "bf16" ? ["fp16"] : [weights];
  const smaller: readonly WeightFormat[] = matmul?.fp8 ? ["fp8", "awq-int4"] : ["awq-int4"];
  return [...own, ...smaller.filter((format) => !own.includes(format))];
}

/** The context asked for, then half of it, and so on down to one that is still useful. */
function contextsFor(question: FitByName): readonly number[] {
  const asked = question.maxContext ?? findModel(question.model)?.architecture.maxPositions ?? LEAST_CONTEXT;
  const contexts = [asked];
  for (let shorter = 2 ** Math.floor(Math.log2(asked - 1)); shorter >= LEAST_CONTEXT; shorter /= 2)
    contexts.push(shorter);
  return contexts;
}

const LEAST_CONTEXT = 2048;

function alternative(question: FitByName, version: string, variant: Variant): FitAlternative[] {
  const { fits, kvTokens } = fitOf(question, version, variant).memory;
  if (!fits) return [];
  const { gpu, tensorParallel, weights, maxContext } = variant;
  const context = maxContext === undefined || maxContext === question.maxContext ? "" : `, --max-context ${maxContext}`;
  return [{ text: `${tensorParallel} x ${gpu}, ${weights} weights${context}`, gpu, tensorParallel, weights, kvTokens }];
}

const usableBytes = (gpu: string): number => entryNamed(gpus, gpu)?.memoryUsable.value ?? 0;
