import { assumed, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const recalled = "general knowledge of the NVIDIA A10 data sheet, not read";

/** Ampere, not the A10G of AWS: nearly twice its matmul rate, half its power. */
export const a10 = {
  name: "NVIDIA A10",
  memoryNominal: assumed(gibibytes(24), recalled, seen),
  memoryUsable: measured(gibibytes(22.18), "CUDA out-of-memory message, OpenBMB/MiniCPM-V issue 640", "2024-10-17"),
  bandwidth: assumed(gigabytesPerSecond(600), recalled, seen),
  matmul: {
    fp16: assumed(teraflops(125), recalled, seen),
    bf16: assumed(teraflops(125), recalled, seen),
    int8: assumed(teraflops(250), recalled, seen),
  },
  peerLink: null,
  hostLink: assumed(gigabytesPerSecond(32), recalled, seen),
  power: assumed(watts(150), recalled, seen),
  architecture: "8.6",
} satisfies Gpu;
