import type { Architecture, Gpu, WeightFormat } from "../domain/index.ts";
import type { KernelFormat, KernelLaw, KernelLaws } from "./kernel-laws.ts";
import type { KernelFactors, ServingLaw } from "./serving-law.ts";

/** MXFP4 covers experts only; what stands beside them is 16 bit. */
export function denseFormat(weights: WeightFormat, { moe }: Architecture): KernelFormat {
  return weights === "mxfp4" && moe !== null ? "bf16" : kernelFormat(weights);
}

/** What kernels call a format of weights. */
export function kernelFormat(weights: WeightFormat): KernelFormat {
  if (weights === "fp16") return "bf16";
  if (weights === "gptq-int4" || weights === "awq-int4") return "int4";
  return weights;
}

/** A format without a table of its own, or that the card has no units for, runs as weight-only formats do: 16-bit arithmetic on
 *  what was read. */
export function matmulLaw(gpu: Gpu, { matmul }: KernelLaws, format: KernelFormat): KernelLaw {
  return (computesIn(gpu, format) ? matmul[format] : undefined) ?? matmul.bf16;
}

export function expertLaw(gpu: Gpu, { experts, matmul }: KernelLaws, format: KernelFormat): KernelLaw {
  return (computesIn(gpu, format) ? experts[format] : undefined) ?? experts.bf16 ?? matmul.bf16;
}

/** Weight-only formats compute in 16 bit everywhere. */
function computesIn(gpu: Gpu, format: KernelFormat): boolean {
  const { fp8, int8, fp4 } = gpu.matmul;
  if (format === "fp8") return fp8 !== undefined;
  if (format === "int8") return int8 !== undefined;
  return format !== "nvfp4" || fp4 !== undefined;
}

/** Factors of a format; of one that no server was measured with the middle of the others, since serving slows all of them. */
export function factorsOf(known: ServingLaw["matmul"], format: KernelFormat): KernelFactors {
  const own = known[format];
  if (own !== undefined) return own;
  const others = Object.values(known);
  const middle = (part: keyof KernelFactors) =>
    Math.exp(others.reduce((sum, factors) => sum + Math.log(factors[part]), 0) / Math.max(1, others.length));
  return { read: middle("read"), multiply: middle("multiply") };
}

/** Peaks of a GPU for a format; weight-only formats and those that a card lacks multiply in 16 bit. */
export function peakOf(gpu: Gpu, format: KernelFormat): { bytesPerSecond: number; operationsPerSecond: number } {
  const { fp8, int8, fp4 } = gpu.matmul;
  const native = { fp8, int8, nvfp4: fp4, bf16: undefined, int4: undefined, mxfp4: undefined }[format];
  const sixteenBit = (gpu.matmul.bf16 ?? gpu.matmul.fp16)?.value ?? Number.NaN;
  return { bytesPerSecond: gpu.bandwidth.value, operationsPerSecond: native?.value ?? sixteenBit };
}

/** A law as serving slows it down. `floors`: the factor on the least it takes. */
export function scaled(law: KernelLaw, { read, multiply }: KernelFactors, floors: number): KernelLaw {
  return {
    ...law,
    floorSeconds: law.floorSeconds * floors,
    bandwidthShare: shareOf(law.bandwidthShare, read),
    rateShare: shareOf(law.rateShare, multiply),
  };
}

/** A share of a peak, taken so many times longer; nothing is faster than its peak, whatever a fit would like. */
export const shareOf = (share: number, factor: number): number => Math.min(1, share / factor);
