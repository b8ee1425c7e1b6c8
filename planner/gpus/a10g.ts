import { assumed, datasheet, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const analysis = "cli99/llm-analysis@d841e40 gpu_configs/a10g-pcie-24gb.json";

/** The A10 that AWS rents as g5: 70 dense TFLOPS, not 125. */
export const a10g = {
  name: "NVIDIA A10G",
  memoryNominal: datasheet(gibibytes(24), analysis, seen),
  memoryUsable: measured(
    gibibytes(21.98),
    "CUDA out-of-memory message on g5.2xlarge, vllm-project/vllm issue 9367",
    "2024-10-16",
  ),
  bandwidth: datasheet(gigabytesPerSecond(600), analysis, seen),
  matmul: {
    fp16: datasheet(teraflops(70), analysis, seen),
    bf16: datasheet(teraflops(70), analysis, seen),
    int8: datasheet(teraflops(140), analysis, seen),
  },
  peerLink: null,
  hostLink: datasheet(gigabytesPerSecond(32), analysis, seen),
  power: assumed(watts(300), "general knowledge, no source read", seen),
  architecture: "8.6",
} satisfies Gpu;
