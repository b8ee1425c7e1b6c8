import { datasheet, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/h100_sxm.yaml";

/** Hopper. vLLM logs show 79.18 GiB (79.11 in vllm-project/vllm issue 27508) where nvidia-smi shows 81,559 MiB = 79.65 GiB:
 *  a process cannot have all of it. */
export const h100Sxm5 = {
  name: "NVIDIA H100 SXM5",
  memoryNominal: datasheet(gibibytes(80), systems, seen),
  memoryUsable: measured(
    gibibytes(79.18),
    "vLLM start-up logs, llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md",
    seen,
  ),
  bandwidth: datasheet(gigabytesPerSecond(3350), systems, seen),
  matmul: {
    fp16: datasheet(teraflops(989), systems, seen),
    bf16: datasheet(teraflops(989), systems, seen),
    fp8: datasheet(teraflops(1978), systems, seen),
    int8: datasheet(teraflops(1978), systems, seen),
  },
  peerLink: datasheet(gigabytesPerSecond(450), systems, seen),
  hostLink: datasheet(gigabytesPerSecond(64), systems, seen),
  power: datasheet(watts(700), systems, seen),
  architecture: "9.0",
} satisfies Gpu;
