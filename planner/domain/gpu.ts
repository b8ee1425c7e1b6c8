import type { Bytes, BytesPerSecond, FlopPerSecond, Watts } from "../units/index.ts";
import type { Fact } from "./fact.ts";

/** Number formats in which a GPU's matrix units have a rate of their own. */
export type MatmulFormat = "fp16" | "bf16" | "fp8" | "int8" | "fp4";

/** A GPU as its data sheet and driver show it. All matmul rates are dense (no sparsity); link rates are per direction. */
export interface Gpu {
  readonly name: string;
  /** What is printed on the box. */
  readonly memoryNominal: Fact<Bytes>;
  /** What the driver shows to a process, before any framework reserve. */
  readonly memoryUsable: Fact<Bytes>;
  readonly bandwidth: Fact<BytesPerSecond>;
  /** Absent = the hardware lacks the format (a T4 has no bf16). */
  readonly matmul: Readonly<Partial<Record<MatmulFormat, Fact<FlopPerSecond>>>>;
  /** NVLink, xGMI: absent on cards that talk over PCIe only. */
  readonly peerLink: Fact<BytesPerSecond> | null;
  readonly hostLink: Fact<BytesPerSecond>;
  readonly power: Fact<Watts>;
  /** CUDA compute capability ("8.6") or architecture name ("gfx942"). */
  readonly architecture: string;
}
