import { datasheet, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/b200_sxm.yaml";

/** Blackwell; 180 GiB on the box, 178.36 GiB to a process. */
export const b200Sxm6 = {
  name: "NVIDIA B200 SXM6",
  memoryNominal: datasheet(gibibytes(180), systems, seen),
  memoryUsable: measured(gibibytes(178.36), "vLLM start-up log, vllm-project/vllm issue 21489", "2025-07-24"),
  bandwidth: datasheet(gigabytesPerSecond(7700), systems, seen),
  matmul: {
    fp16: datasheet(teraflops(2250), systems, seen),
    bf16: datasheet(teraflops(2250), systems, seen),
    fp8: datasheet(teraflops(4500), systems, seen),
    int8: datasheet(teraflops(4500), systems, seen),
    fp4: datasheet(teraflops(9000), systems, seen),
  },
  peerLink: datasheet(gigabytesPerSecond(900), systems, seen),
  hostLink: datasheet(gigabytesPerSecond(128), systems, seen),
  power: datasheet(watts(1000), systems, seen),
  architecture: "10.0",
} satisfies Gpu;
