import type { EngineLimits, MemoryFit, WeightFormat } from "../domain/index.ts";
import { gpus } from "../gpus/index.generated.ts";
import { fitMemory } from "../memory/fit.ts";
import { contextsDownFrom, limitsOf, lookUp, type Serving, type ServingByName, type UnknownName } from "./by-name.ts";
import { entryNamed } from "./entry.ts";
import { servedKvCache } from "./served-kv-cache.ts";

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
  | UnknownName;

/** Whether a model fits a GPU, part by part; and when it does not, what would hold it, the smallest change first. */
export function fitByName(question: ServingByName): FitAnswer {
  const serving = lookUp(question);
  if (serving.kind !== "known") return serving;
  const { architecture, version, weights } = serving;
  const maxContext = question.maxContext ?? architecture.maxPositions;
  const asked: Asked = { question, serving, maxContext };
  const variant = { gpu: question.gpu, tensorParallel: question.tensorParallel, weights, maxContext };
  const { memory, limits } = fitOf(asked, variant);
  const alternatives = memory.fits ? [] : alternativesTo(asked, variant);
  return { kind: "answered", fit: memory, limits, weights, version, maxContext, alternatives };
}

interface Asked {
  readonly question: ServingByName;
  readonly serving: Serving;
  readonly maxContext: number;
}

interface Variant {
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
  readonly maxContext: number;
}

function fitOf({ question, serving }: Asked, variant: Variant): { memory: MemoryFit; limits: EngineLimits } {
  const { tensorParallel, weights, maxContext } = variant;
  const { engine, version, architecture } = serving;
  const gpu = entryNamed(gpus, variant.gpu) ?? serving.gpu;
  const limits = limitsOf({ engine, version, gpu, tensorParallel }, question);
  const kvCache = servedKvCache(question.kvCache, { engine, version, weights });
  const memory = fitMemory({
    architecture,
    gpu,
    engine,
    version,
    limits,
    kvCache,
    tensorParallel,
    weights,
    maxContext,
  });
  return { memory, limits };
}

/** Other weights on the same GPUs (if need be with a shorter context), more (or fewer) of the same GPUs, then the smallest
 *  GPUs that hold the model. A context that the model does not have is taken for its longest. */
function alternativesTo(asked: Asked, variant: Variant): readonly FitAlternative[] {
  const maxContext = Math.min(asked.maxContext, asked.serving.architecture.maxPositions);
  const base = { ...variant, maxContext };
  const fitting = (variants: readonly Variant[], most: number) =>
    variants.flatMap((one) => alternative(asked, one)).slice(0, most);
  const sameGpus = formatsFor(base).flatMap((weights) =>
    fitting(
      contextsDownFrom(maxContext).map((context) => ({ ...base, weights, maxContext: context })),
      1,
    ),
  );
  // Fewer help only where heads cannot be split over as many as were asked for.
  const moreGpus = [2, 4, 8, 1 / 2, 1 / 4, 1 / 8]
    .map((times) => ({ ...base, tensorParallel: base.tensorParallel * times }))
    .filter(({ tensorParallel }) => Number.isInteger(tensorParallel));
  const otherGpus = Object.keys(gpus)
    .filter((gpu) => gpu !== base.gpu)
    .sort((a, b) => usableBytes(a) - usableBytes(b))
    .map((gpu) => ({ ...base, gpu }));
  return [...sameGpus.slice(0, 2), ...fitting(moreGpus, 1), ...fitting(otherGpus, 3)];
}

/** Formats worth trying on the GPU that was asked for: its own, and smaller ones its kernels know. */
function formatsFor({ gpu, weights }: Variant): readonly WeightFormat[] {
  const matmul = entryNamed(gpus, gpu)?.matmul;
  const own: readonly WeightFormat[] = matmul?.bf16 ? [weights] : weights === "bf16" ? ["fp16"] : [weights];
  const smaller: readonly WeightFormat[] = matmul?.fp8 ? ["fp8", "awq-int4"] : ["awq-int4"];
  return [...own, ...smaller.filter((format) => !own.includes(format))];
}

function alternative(asked: Asked, variant: Variant): FitAlternative[] {
  const { fits, kvTokens } = fitOf(asked, variant).memory;
  if (!fits) return [];
  const { gpu, tensorParallel, weights, maxContext } = variant;
  const context = maxContext === asked.maxContext ? "" : `, --max-context ${maxContext}`;
  return [{ text: `${tensorParallel} x ${gpu}, ${weights} weights${context}`, gpu, tensorParallel, weights, kvTokens }];
}

const usableBytes = (gpu: string): number => entryNamed(gpus, gpu)?.memoryUsable.value ?? 0;
