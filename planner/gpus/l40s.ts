import { datasheet, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/l40s.yaml";

/** Ada, 48 GB of GDDR6, PCIe only. */
export const l40s = {
  name: "NVIDIA L40S",
  memoryNominal: datasheet(gibibytes(48), systems, seen),
  memoryUsable: measured(gibibytes(44.53), "CUDA out-of-memory message, vllm-project/vllm issue 15598", "2025-03-27"),
  bandwidth: datasheet(gigabytesPerSecond(864), systems, seen),
  matmul: {
    fp16: datasheet(teraflops(362.05), systems, seen),
    bf16: datasheet(teraflops(362.05), systems, seen),
    fp8: datasheet(teraflops(733), systems, seen),
    int8: datasheet(teraflops(733), systems, seen),
  },
  peerLink: null,
  hostLink: datasheet(gigabytesPerSecond(32), systems, seen),
  power: datasheet(watts(350), systems, seen),
  architecture: "8.9",
} satisfies Gpu;
