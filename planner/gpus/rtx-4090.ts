import { assumed, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const recalled = "general knowledge of the NVIDIA Ada architecture paper (fp32 accumulate), not read";

/** A desktop card: matmul with fp32 accumulate runs at half the rate the box prints. */
export const rtx4090 = {
  name: "NVIDIA GeForce RTX 4090",
  memoryNominal: assumed(gibibytes(24), recalled, seen),
  memoryUsable: measured(
    gibibytes(23.5165),
    "vLLM 0.19.0 run, casys-kaist/LLMServingSim@5daddb2 bench/examples/RTX4090/Llama-3.1-8B/vllm/meta.json",
    seen,
  ),
  bandwidth: assumed(gigabytesPerSecond(1008), recalled, seen),
  matmul: {
    fp16: assumed(teraflops(165.2), recalled, seen),
    bf16: assumed(teraflops(165.2), recalled, seen),
    fp8: assumed(teraflops(330.3), recalled, seen),
    int8: assumed(teraflops(660.6), recalled, seen),
  },
  peerLink: null,
  hostLink: assumed(gigabytesPerSecond(32), recalled, seen),
  power: assumed(watts(450), recalled, seen),
  architecture: "8.9",
} satisfies Gpu;
