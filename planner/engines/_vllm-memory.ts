import { type Architecture, type Fact, isAtLeast, type Reserve, type ReserveInput } from "../domain/index.ts";
import { bytes, gibibytes } from "../units/index.ts";

/** What `.github/scripts/fit/memory.ts` fits to start-up logs. GiB and bytes per GPU. */
export type VllmMemoryFacts = Readonly<
  Record<
    | "sortedSamplerBytes"
    | "sortedSamplerGib"
    | "samplerBytes"
    | "samplerGib"
    | "forwardHiddenCopies"
    | "visionGib"
    | "graphGib"
    | "nonTorchGib"
    | "nonTorchGibSince18"
    | "nonTorchGibAdaSince18"
    | "nonTorchTwoGib"
    | "nonTorchTwoGibSince18"
    | "nonTorchFourGibSince18",
    Fact<number>
  >
>;

/** vLLM's sampler sorts all logits up to 0.16; from 0.17 a Triton kernel masks them in place (vllm-project/vllm#33538). */
const MASKED_SINCE = "0.17";
/** Logs of 0.18 and 0.19 show a larger process; with several GPUs the work space of FlashInfer's all-reduce as well. */
const LARGER_SINCE = "0.18";
const ELEMENT = 2;

/** What one GPU keeps free. At start-up vLLM runs a forward pass of `maxBatchedTokens` and, while its hidden states and the
 *  experts' buffers are alive, a dummy sampler over `maxSequences`; the peak is kept free, whatever the model's size. */
export function vllmReserve(input: ReserveInput, facts: VllmMemoryFacts): Omit<Reserve, "coverage" | "roomError"> {
  const hidden = ELEMENT * input.limits.maxBatchedTokens * input.architecture.hidden;
  const kept = hidden + expertBuffers(input) + visionBuffers(input, facts);
  const peak = Math.max(samplerPeak(input, facts), forwardPeak(input, facts) - hidden);
  return {
    activation: bytes(kept + peak),
    cudaGraphs: gibibytes(facts.graphGib.value * graphsCaptured(input.limits.maxSequences)),
    nonTorch: gibibytes(nonTorch(input, facts)),
    insideShare: { activation: true, cudaGraphs: isAtLeast(input.version, "0.21"), nonTorch: true },
  };
}

/** Full logits over the vocabulary on each GPU, gathered from the split head: as 16 and as 32 bits, and what the sampler adds. */
export function samplerPeak({ version, architecture, limits }: ReserveInput, facts: VllmMemoryFacts): number {
  const words = Math.min(limits.maxSequences, limits.maxBatchedTokens) * architecture.vocabulary;
  return isAtLeast(version, MASKED_SINCE)
    ? facts.samplerBytes.value * words + gibibytes(facts.samplerGib.value)
    : facts.sortedSamplerBytes.value * words + gibibytes(facts.sortedSamplerGib.value);
}

/** The widest layer of the forward pass: gate and up, their product, and copies of the hidden states. */
export function forwardPeak(input: ReserveInput, facts: VllmMemoryFacts): number {
  const { architecture, tensorParallel, limits } = input;
  const wide = ((architecture.gated ? 3 : 2) * denseWidth(architecture)) / tensorParallel;
  return ELEMENT * limits.maxBatchedTokens * (wide + facts.forwardHiddenCopies.value * architecture.hidden);
}

function denseWidth({ intermediate, moe }: Architecture): number {
  return moe === null ? intermediate : moe.sharedExperts * moe.expertIntermediate;
}

/** Two buffers of one row a token and routed expert, the wider of hidden and expert width (Triton kernels of vLLM's modular
 *  experts), alive while the sampler runs: logs of 0.19 show them exactly, the one older log of such a model no less. Four-bit
 *  kernels have none. */
export function expertBuffers({ architecture, tensorParallel, limits, weights }: ReserveInput): number {
  const { moe, hidden } = architecture;
  if (moe === null || FOUR_BIT.has(weights)) return 0;
  const width = moe.expertIntermediate / tensorParallel;
  const rows = limits.maxBatchedTokens * moe.expertsPerToken;
  return ELEMENT * rows * (Math.max(width, hidden) + Math.max(2 * width, hidden));
}

const FOUR_BIT: ReadonlySet<string> = new Set(["mxfp4", "nvfp4", "gptq-int4", "awq-int4"]);

/** Embeddings of dummy images, kept during the profile, and the tower's own peak. */
function visionBuffers({ architecture, limits }: ReserveInput, facts: VllmMemoryFacts): number {
  if (architecture.visionParameters === undefined) return 0;
  return ELEMENT * limits.maxBatchedTokens * architecture.hidden + gibibytes(facts.visionGib.value);
}

function nonTorch({ version, gpu, tensorParallel }: ReserveInput, facts: VllmMemoryFacts): number {
  const larger = isAtLeast(version, LARGER_SINCE);
  if (tensorParallel === 1) return single(gpu.architecture, larger, facts);
  if (!larger) return facts.nonTorchTwoGib.value;
  // The fused all-reduce exists for Hopper and later cards with peer links; others keep what they had, and the process's growth.
  if (Number(gpu.architecture) < 9 || gpu.peerLink === null) {
    return facts.nonTorchTwoGib.value + single(gpu.architecture, true, facts) - facts.nonTorchGib.value;
  }
  return tensorParallel === 2 ? facts.nonTorchTwoGibSince18.value : facts.nonTorchFourGibSince18.value;
}

function single(architecture: string, larger: boolean, facts: VllmMemoryFacts): number {
  if (!larger) return facts.nonTorchGib.value;
  return architecture === "8.9" ? facts.nonTorchGibAdaSince18.value : facts.nonTorchGibSince18.value;
}

const LARGEST_GRAPH = 512;

/** Graphs vLLM captures by default: piecewise up to twice the sequences, whole decode steps up to the sequences, 512 at most. */
export function graphsCaptured(maxSequences: number): number {
  return sizesUpTo(Math.min(2 * maxSequences, LARGEST_GRAPH)) + sizesUpTo(Math.min(maxSequences, LARGEST_GRAPH));
}

/** 1, 2, 4, then each 8 up to 256, then each 16. */
function sizesUpTo(largest: number): number {
  const small = [1, 2, 4].filter((size) => size <= largest).length;
  return small + Math.floor(Math.min(largest, 256) / 8) + Math.max(0, Math.floor((largest - 256) / 16));
}

/** Layers that one block of the pool pays for. Since 0.10 layers that see all tokens and layers with a window form groups of
 *  equal size that share the pool, the last group of a kind filled up with padding (vLLM's hybrid KV cache manager). */
export function vllmPoolLayers({ layers, attention }: Architecture, version: string): number {
  const windowed = attention.kind === "grouped-query" ? (attention.slidingWindow?.layers ?? 0) : 0;
  const full = layers - windowed;
  if (windowed === 0 || full === 0 || !isAtLeast(version, "0.10")) return layers;
  const [fewer, more] = [Math.min(windowed, full), Math.max(windowed, full)];
  const size = more < 1.25 * fewer ? more : fewer;
  return size * (Math.ceil(windowed / size) + Math.ceil(full / size));
}
