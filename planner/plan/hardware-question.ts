import type { Architecture, Engine, Gpu, KvFormat, MemoryFit, WeightFormat } from "../domain/index.ts";
import { majorMinor } from "../domain/index.ts";
import { engines } from "../engines/index.generated.ts";
import { gpus } from "../gpus/index.generated.ts";
import { fitMemory } from "../memory/fit.ts";
import { kvBytesPerToken } from "../memory/kv-cache.ts";
import { weightBytes } from "../memory/weights.ts";
import { findModel, nearestModels, publishedWeights } from "../models/lookup.ts";
import type { ReplicaLimits } from "../simulate/replica.ts";
import { type HardwareStepTime, rooflineStepTime } from "../steps/roofline.ts";
import { entryNamed } from "./entry.ts";

/** `stepTime.kind: hardware` by ids; null = what model and engine would choose. */
export interface HardwareByName {
  readonly model: string;
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly engine: string;
  readonly version: string | null;
  readonly weights: WeightFormat | null;
  readonly kvCache: KvFormat;
  readonly utilization: number | null;
  readonly maxSequences: number | null;
  readonly maxBatchedTokens: number | null;
  readonly maxContext: number | null;
}

export type HardwareAnswer =
  | {
      readonly kind: "known";
      readonly hardware: HardwareStepTime;
      readonly limits: ReplicaLimits;
      readonly engine: Engine;
      readonly memory: MemoryFit;
    }
  | { readonly kind: "refused"; readonly message: string };

/** Step time and limits that an engine version would run a model with on a GPU; a reason where that is not known or the
 *  engine would not start. */
export function hardwareByName(question: HardwareByName): HardwareAnswer {
  const parts = lookUp(question);
  if ("refused" in parts) return { kind: "refused", message: parts.refused };
  const { architecture, gpu, engine, version } = parts;
  const weights = question.weights ?? publishedWeights(question.model) ?? "bf16";
  const { tensorParallel, kvCache } = question;
  const defaults = engine.defaults(version, gpu);
  const limits = {
    ...defaults,
    maxSequences: question.maxSequences ?? defaults.maxSequences,
    maxBatchedTokens: question.maxBatchedTokens ?? defaults.maxBatchedTokens,
    utilization: question.utilization ?? defaults.utilization,
  };
  const memoryAt = (maxContext: number) =>
    fitMemory({ architecture, gpu, tensorParallel, engine, version, limits, weights, kvCache, maxContext });
  const maxContext = question.maxContext ?? longestThatFits(architecture.maxPositions, memoryAt);
  const memory = memoryAt(maxContext);
  if (!memory.fits) return { kind: "refused", message: doesNotFit(question, memory, weights) };
  const hardware = rooflineStepTime({
    ...{ architecture, gpu, tensorParallel, weights },
    weightBytesPerGpu: weightBytes(architecture, weights, tensorParallel),
    kvBytesPerTokenPerGpu: kvBytesPerToken(architecture, kvCache, tensorParallel),
  });
  const { maxSequences, maxBatchedTokens, blockSize } = limits;
  return {
    kind: "known",
    hardware,
    engine,
    memory,
    limits: { maxSequences, maxBatchedTokens, blockSize, kvBlocks: memory.kvBlocks, watermarkBlocks: 0, maxContext },
  };
}

/** Where no context is asked for: the model's own, or if that has no room the longest power of two that has, as an operator
 *  would set it. */
function longestThatFits(maxPositions: number, memoryAt: (maxContext: number) => MemoryFit): number {
  if (memoryAt(maxPositions).fits) return maxPositions;
  for (let context = 2 ** Math.floor(Math.log2(maxPositions)); context >= SHORTEST_CONTEXT; context /= 2) {
    if (memoryAt(context).fits) return context;
  }
  return maxPositions;
}

const SHORTEST_CONTEXT = 2048;

type Parts =
  | { readonly architecture: Architecture; readonly gpu: Gpu; readonly engine: Engine; readonly version: string }
  | { readonly refused: string };

function lookUp(question: HardwareByName): Parts {
  const model = findModel(question.model);
  const gpu = entryNamed(gpus, question.gpu);
  const engine = entryNamed(engines, question.engine);
  if (!model)
    return {
      refused: `the model ${question.model} is not known; nearest: ${nearestModels(question.model, 3).join(", ")}`,
    };
  if (!gpu) return { refused: `the GPU ${question.gpu} is not known; known: ${Object.keys(gpus).join(", ")}` };
  if (!engine)
    return { refused: `the engine ${question.engine} is not known; known: ${Object.keys(engines).join(", ")}` };
  const version = majorMinor(question.version ?? engine.defaultVersion) ?? "";
  if (engine.versions.includes(version)) return { architecture: model.architecture, gpu, engine, version };
  return {
    refused: `${engine.name} ${question.version ?? ""} is not known; known: ${engine.versions[0]} to ${engine.versions.at(-1)}`,
  };
}

function doesNotFit(question: HardwareByName, memory: MemoryFit, weights: WeightFormat): string {
  const missing =
    memory.missingBytes > 0 ? ` (${(memory.missingBytes / 2 ** 30).toFixed(2)} GiB a GPU are missing)` : "";
  return `${question.model} in ${weights} does not fit ${question.tensorParallel} x ${question.gpu}: ${memory.binding}${missing}`;
}
