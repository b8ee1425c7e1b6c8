import { assumed, datasheet, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const quoted = "NVIDIA T4 data sheet, as quoted in public documentation";
const unread = "general knowledge, no source read";

/** Turing: no bf16, no fp8; engines must be told to use fp16. */
export const t4 = {
  name: "NVIDIA T4",
  memoryNominal: datasheet(gibibytes(16), quoted, seen),
  memoryUsable: measured(
    gibibytes(14.58),
    "CUDA out-of-memory message, datawhalechina/self-llm issue 162",
    "2024-06-17",
  ),
  bandwidth: datasheet(gigabytesPerSecond(320), quoted, seen),
  matmul: {
    fp16: datasheet(teraflops(65), quoted, seen),
    int8: assumed(teraflops(130), unread, seen),
  },
  peerLink: null,
  hostLink: assumed(gigabytesPerSecond(16), "general knowledge, no source read: PCIe 3.0 x16", seen),
  power: assumed(watts(70), unread, seen),
  architecture: "7.5",
} satisfies Gpu;
