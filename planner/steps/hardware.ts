import type { Architecture, Gpu, WeightFormat } from "../domain/index.ts";
import {
  denseFormat,
  expertLaw,
  factorsOf,
  kernelFormat,
  matmulLaw,
  peakOf,
  scaled,
  shareOf,
} from "./kernel-choice.ts";
import { type CollectiveLaw, type KernelLaws, kernelSeconds } from "./kernel-laws.ts";
import { weightMatrices } from "./matrices.ts";
import type { ServingLaw } from "./serving-law.ts";
import type { Batch, DecodeLine, StepTime } from "./step-time.ts";
import { slidingWindow } from "./window.ts";

/** What is served on what. `tensorParallel` GPUs share each layer; bytes are those of one GPU. */
export interface HardwareQuestion {
  readonly architecture: Architecture;
  readonly gpu: Gpu;
  readonly tensorParallel: number;
  readonly weights: WeightFormat;
  /** Bytes a stored weight takes, scales included: of dense matrices and of routed experts. */
  readonly denseBytesPerWeight: number;
  readonly expertBytesPerWeight: number;
  readonly kvBytesPerTokenPerGpu: number;
}

/** The laws a prediction is made of. */
export interface HardwareLaws {
  readonly kernels: KernelLaws;
  readonly serving: ServingLaw;
}

/** Steps of more tokens run outside CUDA graphs: vLLM captures sizes up to 512, SGLang up to 160 or 512 by the card. */
const GRAPH_TOKENS = 512;

type Counts = Pick<Batch, "prefillTokens" | "prefillSequences" | "decodeSequences">;

/** Seconds of a step as the sum of its kernels and of what serving adds to them. */
export function hardwareStepTime(question: HardwareQuestion, laws: HardwareLaws): StepTime {
  const window = slidingWindow(question.architecture);
  const perKvToken = kvSeconds(question, laws);
  const perPair = pairSeconds(question, laws);
  const withoutKv = secondsWithoutKv(question, laws);
  return {
    seconds: (batch) =>
      withoutKv(batch) +
      perPair * batch.prefillPairs +
      perKvToken * (kvRead(batch.decodeSequences, batch.kvTokens, window) + batch.prefillPrefixTokens),
    decodeLine: (decodes: number, kvTokens: number, line: DecodeLine) => {
      const base = withoutKv({ prefillTokens: 0, prefillSequences: 0, decodeSequences: decodes });
      if (window === null || kvTokens < decodes * window.tokens) {
        line.intercept = base;
        line.slope = perKvToken;
        line.until = window === null ? Infinity : decodes * window.tokens;
        return;
      }
      line.slope = perKvToken * (1 - window.share);
      line.intercept = base + perKvToken * window.share * decodes * window.tokens;
      line.until = Infinity;
    },
  };
}

/** Everything of a step but the KV cache it reads and the pairs of tokens its prompts compare. */
function secondsWithoutKv(question: HardwareQuestion, laws: HardwareLaws): (counts: Counts) => number {
  const { attention } = laws.kernels;
  const { serving } = laws;
  const { layers } = question.architecture;
  const ofTokens = remembered(tokenSeconds(question, laws));
  const ofHead = remembered(headSeconds(question, laws));
  const always = serving.stepSeconds + layers * serving.layerSeconds;
  const decodeFloor = layers * serving.floors * attention.decodeFloorSeconds;
  const perDecode = layers * kvHeadsHeld(question) * attention.perSequenceHeadSeconds;
  const promptFloor = layers * serving.floors * attention.promptFloorSeconds;
  const eager = layers * serving.eagerLayerSeconds;
  return ({ prefillTokens, prefillSequences, decodeSequences }) => {
    const tokens = prefillTokens + decodeSequences;
    const sequences = prefillSequences + decodeSequences;
    return (
      always +
      ofTokens(tokens) +
      ofHead(sequences) +
      serving.sequenceSeconds * sequences +
      (decodeSequences > 0 ? decodeFloor + perDecode * decodeSequences : 0) +
      (prefillTokens > 0 ? promptFloor : 0) +
      (tokens > GRAPH_TOKENS ? eager : 0)
    );
  };
}

/** Steps of up to so many tokens, or of so many sequences, are computed once. */
const REMEMBERED = 16_384;
/** A search asks most predictors about a few steps only: room for all of them would cost more than the answers. */
const AT_FIRST = 64;

function remembered(secondsOf: (count: number) => number): (count: number) => number {
  let known = new Float64Array(AT_FIRST).fill(Number.NaN);
  return (count) => {
    const before = known[count] ?? Number.NaN;
    if (!Number.isNaN(before)) return before;
    const seconds = secondsOf(count);
    if (count >= REMEMBERED) return seconds;
    if (count >= known.length) known = longer(known, count);
    known[count] = seconds;
    return seconds;
  };
}

/** The same numbers with room for one more at `place`, in a list of at least twice the length. */
function longer(known: Float64Array<ArrayBuffer>, place: number): Float64Array<ArrayBuffer> {
  let length = known.length;
  while (length <= place) length *= 2;
  const list = new Float64Array(length).fill(Number.NaN, known.length);
  list.set(known);
  return list;
}

/** Seconds of what depends on the tokens of a step alone: matrices, experts, collectives, and the passes over hidden vectors. */
function tokenSeconds(question: HardwareQuestion, laws: HardwareLaws): (tokens: number) => number {
  const { architecture, tensorParallel, gpu, denseBytesPerWeight } = question;
  const format = denseFormat(question.weights, architecture);
  const peak = peakOf(gpu, format);
  const law = scaled(matmulLaw(gpu, laws.kernels, format), factorsOf(laws.serving.matmul, format), laws.serving.floors);
  const matrices = weightMatrices(architecture, tensorParallel).filter(({ part }) => part !== "head");
  const ofExperts = expertSeconds(question, laws);
  const ofCollectives = collectiveSeconds(question, laws);
  const perPass = (architecture.layers * laws.serving.passes * 2 * architecture.hidden) / gpu.bandwidth.value;
  return (tokens) => {
    let seconds = ofExperts(tokens) + ofCollectives(tokens) + perPass * tokens;
    for (const { count, rows, columns } of matrices) {
      const bytes = rows * columns * denseBytesPerWeight + 2 * tokens * (rows + columns);
      seconds += count * kernelSeconds(law, { bytes, operations: 2 * rows * columns * tokens }, peak);
    }
    return seconds;
  };
}

/** Seconds of the output matrix, which engines keep in 16 bit, for so many sequences. */
function headSeconds(question: HardwareQuestion, laws: HardwareLaws): (sequences: number) => number {
  const head = weightMatrices(question.architecture, question.tensorParallel).find(({ part }) => part === "head");
  const { rows, columns } = head ?? { rows: 0, columns: 0 };
  const law = scaled(
    matmulLaw(question.gpu, laws.kernels, "bf16"),
    factorsOf(laws.serving.matmul, "bf16"),
    laws.serving.floors,
  );
  const peak = peakOf(question.gpu, "bf16");
  return (sequences) => {
    const bytes = 2 * rows * columns + 2 * sequences * (rows + columns);
    return kernelSeconds(law, { bytes, operations: 2 * rows * columns * sequences }, peak);
  };
}

/** Seconds of the routed experts of all layers. Experts are read only as far as some token is routed to them: of N, each token
 *  taking k, N (1 - (1 - k/N)^tokens) are expected to be. */
function expertSeconds(question: HardwareQuestion, laws: HardwareLaws): (tokens: number) => number {
  const { moe, hidden, layers, gated } = question.architecture;
  if (moe === null) return () => 0;
  const format = kernelFormat(question.weights);
  const law = scaled(
    expertLaw(question.gpu, laws.kernels, format),
    factorsOf(laws.serving.experts, format),
    laws.serving.floors,
  );
  const peak = peakOf(question.gpu, format);
  const width = moe.expertIntermediate / question.tensorParallel;
  const weights = (gated ? 3 : 2) * hidden * width;
  return (tokens) => {
    const touched = moe.experts * (1 - (1 - moe.expertsPerToken / moe.experts) ** tokens);
    const rows = tokens * moe.expertsPerToken;
    const bytes = touched * weights * question.expertBytesPerWeight + 2 * rows * (2 * hidden + 3 * width);
    return (layers - moe.denseLayers) * kernelSeconds(law, { bytes, operations: 2 * weights * rows }, peak);
  };
}

/** Seconds of two all-reduces a layer, of one 16-bit hidden vector a token. */
function collectiveSeconds({ architecture, tensorParallel }: HardwareQuestion, { kernels, serving }: HardwareLaws) {
  if (tensorParallel === 1) return () => 0;
  const { floorSeconds, bytesPerSecond } = allReduceOf(kernels, tensorParallel);
  const times = serving.collectives * 2 * architecture.layers;
  return (tokens: number): number => times * (floorSeconds + (2 * architecture.hidden * tokens) / bytesPerSecond);
}

/** Groups of other sizes are taken for the next larger one that was measured. */
function allReduceOf({ allReduce }: KernelLaws, tensorParallel: number): CollectiveLaw {
  if (tensorParallel <= 2) return allReduce[2];
  return tensorParallel <= 4 ? allReduce[4] : allReduce[8];
}

/** Seconds per token of KV cache that decoding reads. */
function kvSeconds({ gpu, kvBytesPerTokenPerGpu }: HardwareQuestion, { kernels, serving }: HardwareLaws): number {
  return kvBytesPerTokenPerGpu / (gpu.bandwidth.value * shareOf(kernels.attention.bandwidthShare, serving.kv));
}

/** Seconds per pair of tokens in prompt attention: 4 x heads x head size operations a layer, over the group's GPUs. */
function pairSeconds(question: HardwareQuestion, { kernels, serving }: HardwareLaws): number {
  const { attention, layers } = question.architecture;
  const width =
    attention.kind === "latent"
      ? attention.heads * (attention.nopeDim + attention.ropeDim + attention.valueDim) * 0.5
      : attention.heads * attention.headDim;
  const share = shareOf(kernels.attention.rateShare, serving.pairs);
  const rate = peakOf(question.gpu, "bf16").operationsPerSecond * share;
  return (4 * layers * width) / (rate * question.tensorParallel);
}

/** Key and value heads of one GPU; latent attention has one vector. */
function kvHeadsHeld({ architecture: { attention }, tensorParallel }: HardwareQuestion): number {
  return attention.kind === "latent" ? 1 : Math.ceil(attention.kvHeads / tensorParallel);
}

/** KV tokens that decode attention reads: windowed layers read no more than the window, at the mean context. */
function kvRead(decodes: number, kvTokens: number, window: { tokens: number; share: number } | null): number {
  if (window === null) return kvTokens;
  return (1 - window.share) * kvTokens + window.share * Math.min(kvTokens, decodes * window.tokens);
}
