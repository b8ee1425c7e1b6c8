/** Number formats in which kernels were measured. Both 16-bit floats run alike; GPTQ and AWQ are `int4`. */
export type KernelFormat = "bf16" | "fp8" | "int8" | "nvfp4" | "int4" | "mxfp4";

/** Seconds of one matrix kernel: floor + ((bytes / (bandwidth x bandwidthShare))^p + (operations / (rate x rateShare))^p)^(1/p),
 *  where p is `sharpness`: 1 adds the two times up, infinity takes the longer one. Shares are of the data sheet's peaks. */
export interface KernelLaw {
  readonly floorSeconds: number;
  readonly bandwidthShare: number;
  readonly rateShare: number;
  readonly sharpness: number;
}

/** Seconds of one layer's attention. Decode: floor + sequences x kvHeads x perSequenceHead + KV bytes read / (bandwidth x
 *  bandwidthShare). Prompts: floor + operations / (rate x rateShare). */
export interface AttentionLaw {
  readonly decodeFloorSeconds: number;
  readonly perSequenceHeadSeconds: number;
  readonly bandwidthShare: number;
  readonly promptFloorSeconds: number;
  readonly rateShare: number;
}

/** Seconds of one all-reduce inside a CUDA graph: floor + bytes / bytesPerSecond. */
export interface CollectiveLaw {
  readonly floorSeconds: number;
  readonly bytesPerSecond: number;
}

/** What one GPU's kernels reach, fitted on a table of measured kernels. */
export interface KernelLaws {
  readonly matmul: Readonly<Partial<Record<KernelFormat, KernelLaw>>> & { readonly bf16: KernelLaw };
  /** The experts of one mixture layer, all of them together. */
  readonly experts: Readonly<Partial<Record<KernelFormat, KernelLaw>>>;
  readonly attention: AttentionLaw;
  /** By how many GPUs take part. */
  readonly allReduce: Readonly<Record<2 | 4 | 8, CollectiveLaw>>;
}

/** Seconds that a kernel takes by its law. `bytesPerSecond` and `operationsPerSecond` are the data sheet's peaks. */
export function kernelSeconds(
  law: KernelLaw,
  work: { readonly bytes: number; readonly operations: number },
  peak: { readonly bytesPerSecond: number; readonly operationsPerSecond: number },
): number {
  const read = work.bytes / (peak.bytesPerSecond * law.bandwidthShare);
  const multiply = work.operations / (peak.operationsPerSecond * law.rateShare);
  return law.floorSeconds + joined(read, multiply, law.sharpness);
}

/** Two times that overlap in part: their p-norm. */
function joined(a: number, b: number, p: number): number {
  if (p === 1) return a + b;
  const longer = Math.max(a, b);
  if (longer === 0) return 0;
  return longer * (1 + (Math.min(a, b) / longer) ** p) ** (1 / p);
}
