import { isAtLeast, type ReserveInput } from "../../../planner/domain/index.ts";
import {
  expertBuffers,
  forwardPeak,
  graphsCaptured,
  samplerPeak,
  type VllmMemoryFacts,
} from "../../../planner/engines/_vllm-memory.ts";
import { loadedBytes } from "../../../planner/memory/weights.ts";
import { gibibytes } from "../../../planner/units/index.ts";
import type { MemoryPoint } from "./memory-points.ts";

export type MemoryCoefficients = { readonly [name in keyof VllmMemoryFacts]: number };

const GIB = gibibytes(1);

/** Coefficients from these points alone. What no point shows keeps the value that the next older law has. */
export function fitMemoryLaw(points: readonly MemoryPoint[]): MemoryCoefficients {
  const logs = points.filter(({ gpu }) => gpu?.name === "NVIDIA H100 SXM5");
  const copies = fitForward(logs);
  const sorted = line(samplerSamples(logs, (version) => !isAtLeast(version, "0.17"), copies));
  const masked = line(
    samplerSamples(logs, (version) => isAtLeast(version, "0.17"), copies),
    sorted,
  );
  const nonTorch = nonTorchOf(logs);
  const known: MemoryCoefficients = {
    sortedSamplerBytes: sorted.slope,
    sortedSamplerGib: sorted.constant,
    samplerBytes: masked.slope,
    samplerGib: masked.constant,
    forwardHiddenCopies: copies,
    visionGib: 0,
    graphGib: mean(points.flatMap(graphShare)) ?? 0,
    ...nonTorch,
    nonTorchGibAdaSince18: nonTorch.nonTorchGibSince18,
  };
  const withVision = { ...known, visionGib: visionOf(logs, known) };
  return { ...withVision, nonTorchGibAdaSince18: remainderOnAda(points, withVision) ?? known.nonTorchGibSince18 };
}

interface Sample {
  readonly words: number;
  readonly gib: number;
}

/** What the sampler took, where it and not the forward pass made the peak; models with a tower are left for that term. */
function samplerSamples(points: readonly MemoryPoint[], of: (version: string) => boolean, copies: number): Sample[] {
  return points.flatMap((point) => {
    const input = inputOf(point);
    if (input === null || point.activation === null || !of(point.version)) return [];
    if (input.architecture.visionParameters !== undefined || isForwardBound(point, copies)) return [];
    const kept = 2 * input.limits.maxBatchedTokens * input.architecture.hidden + expertBuffers(input);
    const words = input.limits.maxSequences * input.architecture.vocabulary;
    return [{ words, gib: point.activation - kept / GIB }];
  });
}

/** The forward pass made the peak where it alone comes near what was printed. */
function isForwardBound(point: MemoryPoint, copies: number): boolean {
  const input = inputOf(point);
  if (input === null || point.activation === null || input.architecture.moe !== null) return false;
  return forwardPeak(input, asFacts({ forwardHiddenCopies: copies })) / GIB > 0.9 * point.activation;
}

const USUAL_COPIES = 4;

/** Copies of the hidden states alive beside the widest layer, from logs whose peak is the forward pass. */
function fitForward(points: readonly MemoryPoint[]): number {
  const copies = points.flatMap((point) => {
    const input = inputOf(point);
    if (input === null || point.activation === null || !isForwardBound(point, USUAL_COPIES)) return [];
    const wide = forwardPeak(input, asFacts({ forwardHiddenCopies: 0 })) / GIB;
    const copy = (2 * input.limits.maxBatchedTokens * input.architecture.hidden) / GIB;
    return [(point.activation - wide) / copy];
  });
  return mean(copies) ?? USUAL_COPIES;
}

/** Least squares of GiB over words with a constant; through zero where all samples have the same words. */
function line(samples: readonly Sample[], otherwise = { slope: 0, constant: 0 }): { slope: number; constant: number } {
  const words = mean(samples.map((sample) => sample.words));
  const gib = mean(samples.map((sample) => sample.gib));
  if (words === null || gib === null) return otherwise;
  const spread = samples.reduce((sum, sample) => sum + (sample.words - words) ** 2, 0);
  if (spread === 0) return { slope: (gib * GIB) / words, constant: 0 };
  const slope = samples.reduce((sum, sample) => sum + (sample.words - words) * (sample.gib - gib), 0) / spread;
  return { slope: slope * GIB, constant: gib - slope * words };
}

function nonTorchOf(points: readonly MemoryPoint[]) {
  const of = (gpusWanted: (gpus: number) => boolean, since18: boolean) =>
    median(
      points.flatMap(({ nonTorch, tensorParallel, version }) =>
        nonTorch !== null && gpusWanted(tensorParallel) && isAtLeast(version, "0.18") === since18 ? [nonTorch] : [],
      ),
    );
  const one = of((gpus) => gpus === 1, false) ?? 0;
  const two = of((gpus) => gpus > 1, false) ?? one;
  const twoLater = of((gpus) => gpus === 2, true) ?? two;
  return {
    nonTorchGib: one,
    nonTorchTwoGib: two,
    nonTorchGibSince18: of((gpus) => gpus === 1, true) ?? one,
    nonTorchTwoGibSince18: twoLater,
    nonTorchFourGibSince18: of((gpus) => gpus > 2, true) ?? twoLater,
  };
}

const graphShare = ({ graphs, limits }: MemoryPoint): number[] =>
  graphs === null ? [] : [graphs / graphsCaptured(limits.maxSequences)];

function visionOf(points: readonly MemoryPoint[], known: MemoryCoefficients): number {
  const samples = points.flatMap((point) => {
    const input = inputOf(point);
    if (input === null || point.activation === null || input.architecture.visionParameters === undefined) return [];
    const hidden = (2 * input.limits.maxBatchedTokens * input.architecture.hidden) / GIB;
    return [point.activation - 2 * hidden - samplerPeak(input, asFacts(known)) / GIB];
  });
  return mean(samples) ?? 0;
}

/** On Ada cards no log states this part: it is what the pool of the one measured card leaves. */
function remainderOnAda(points: readonly MemoryPoint[], known: MemoryCoefficients): number | null {
  const remainders = points.flatMap((point) => {
    const input = inputOf(point);
    if (input === null || point.kv === null || input.gpu.architecture !== "8.9") return [];
    const share = (input.gpu.memoryUsable.value * input.limits.utilization) / GIB;
    const loaded = loadedBytes(input.architecture, input.weights, input.tensorParallel) / GIB;
    const kept = (2 * input.limits.maxBatchedTokens * input.architecture.hidden) / GIB;
    return [share - loaded - point.kv - kept - samplerPeak(input, asFacts(known)) / GIB];
  });
  return mean(remainders);
}

/** What the law is asked for this start-up; null where its model or card is not in the catalogue. */
export function inputOf(point: MemoryPoint): ReserveInput | null {
  const { model, gpu, version, tensorParallel, limits, weights } = point;
  if (model === null || gpu === null) return null;
  return { architecture: model.architecture, gpu, version, tensorParallel, limits, weights };
}

/** Coefficients in the form the planner reads. */
export function asFacts(values: Partial<MemoryCoefficients>): VllmMemoryFacts {
  const facts = Object.entries(values).map(([name, value]) => [
    name,
    { value, basis: "measured", source: "", seen: "" },
  ]);
  return Object.fromEntries(facts) as VllmMemoryFacts;
}

/** The middle value: a few models load libraries of their own, which says nothing about the others. */
function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
