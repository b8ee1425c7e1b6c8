import type {
  Architecture,
  Engine,
  EngineLimits,
  Gpu,
  KvFormat,
  MemoryFit,
  Reserve,
  WeightFormat,
} from "../domain/index.ts";
import { type Bytes, bytes } from "../units/index.ts";
import { hostMemory } from "./host.ts";
import { kvBytesOfSequence, kvBytesPerToken } from "./kv-cache.ts";
import { startRefusal } from "./start-refusal.ts";
import { loadedBytes } from "./weights.ts";

/** One question: this model, so stored, on this many of these GPUs, served by this engine. */
export interface FitQuestion {
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly tensorParallel: number;
  readonly engine: Engine;
  readonly version: string;
  readonly limits: EngineLimits;
  readonly weights: WeightFormat;
  readonly kvCache: KvFormat;
  readonly maxContext: number;
}

/** Where the bytes of one GPU go and how much KV cache is left. Fits when one sequence of full length has room, which is
 *  what engines check at start-up. What the engine refuses at start-up does not fit whatever the sizes. */
export function fitMemory(question: FitQuestion): MemoryFit {
  const { gpu, limits } = question;
  const weights = loadedBytes(question.architecture, question.weights, question.tensorParallel);
  const reserve = question.engine.reserve({ ...question, limits });
  const usable = gpu.memoryUsable.value;
  const share = usable * limits.utilization;
  const room = share - weights - insideShare(reserve);
  const beside = usable - share - outsideShare(reserve);
  const needed = kvBytesOfSequence(question.architecture, question.maxContext, { ...layoutOf(question) });
  const missing = Math.max(0, needed - room) + Math.max(0, -beside);
  const refused = startRefusal(question);
  const fits = missing === 0 && refused === null;
  const kvBlocks = fits ? blocksIn(room, question) : 0;
  return {
    fits,
    kvBlocks,
    kvBlocksRange: fits ? blocksRange({ room, error: reserve.roomError }, question) : null,
    blockSize: limits.blockSize,
    kvTokens: kvBlocks * limits.blockSize,
    missingBytes: bytes(Math.ceil(missing)),
    parts: partsOf({ weights, reserve, room, usable }),
    host: hostMemory(bytes(weights * question.tensorParallel), question.tensorParallel),
    binding: refused ?? bindingPart({ weights, reserve, room, needed, beside }),
    coverage: reserve.coverage,
  };
}

/** Blocks of the KV pool, each counted over the layers it pays for. Layers with a sliding window give their old blocks back, so a
 *  sequence of full length can have room where a count over all layers says it has none: the pool then holds that one. */
function blocksIn(room: number, question: FitQuestion): number {
  const { architecture, kvCache, tensorParallel, limits, maxContext, engine, version } = question;
  const layers = engine.poolLayers(architecture, version) / architecture.layers;
  const blockBytes = kvBytesPerToken(architecture, kvCache, tensorParallel) * layers * limits.blockSize;
  return Math.max(Math.floor(room / blockBytes), Math.ceil(maxContext / limits.blockSize));
}

function blocksRange(
  { room, error }: { room: number; error: number | null },
  question: FitQuestion,
): MemoryFit["kvBlocksRange"] {
  return error === null ? null : [blocksIn(Math.max(0, room - error), question), blocksIn(room + error, question)];
}

const layoutOf = (question: FitQuestion) => ({
  format: question.kvCache,
  tensorParallel: question.tensorParallel,
  blockSize: question.limits.blockSize,
});

function insideShare(reserve: Reserve): number {
  const { activation, cudaGraphs, nonTorch } = reserve.insideShare;
  return (
    (activation ? reserve.activation : 0) + (cudaGraphs ? reserve.cudaGraphs : 0) + (nonTorch ? reserve.nonTorch : 0)
  );
}

const outsideShare = (reserve: Reserve): number =>
  reserve.activation + reserve.cudaGraphs + reserve.nonTorch - insideShare(reserve);

function partsOf(sizes: { weights: Bytes; reserve: Reserve; room: number; usable: number }): MemoryFit["parts"] {
  const { weights, reserve } = sizes;
  const kv = Math.max(0, Math.floor(sizes.room));
  const taken = weights + kv + reserve.activation + reserve.cudaGraphs + reserve.nonTorch;
  return {
    weights: bytes(Math.round(weights)),
    kv: bytes(kv),
    activation: bytes(Math.round(reserve.activation)),
    cudaGraphs: bytes(Math.round(reserve.cudaGraphs)),
    nonTorch: bytes(Math.round(reserve.nonTorch)),
    free: bytes(Math.max(0, Math.floor(sizes.usable - taken))),
  };
}

function bindingPart(sizes: {
  weights: number;
  reserve: Reserve;
  room: number;
  needed: number;
  beside: number;
}): string {
  if (sizes.beside < 0) return "activations and CUDA graphs beside the engine's share";
  if (sizes.room >= sizes.needed) return sizes.room < 4 * sizes.needed ? "KV cache" : "nothing: there is room to spare";
  if (sizes.room < 0) return sizes.weights > sizes.reserve.activation ? "weights" : "activation reserve";
  return "KV cache of one sequence of full length";
}
