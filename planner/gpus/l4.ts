import { assumed, datasheet } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/l4.yaml";

/** Ada, 72 W, PCIe only. */
export const l4 = {
  name: "NVIDIA L4",
  memoryNominal: datasheet(gibibytes(24), systems, seen),
  memoryUsable: assumed(
    gibibytes(22.03),
    "23,034 MiB by nvidia-smi (NVIDIA/TensorRT-LLM issue 2398), less what an A10G of the same size hides",
    "2024-11-05",
  ),
  bandwidth: datasheet(gigabytesPerSecond(300), systems, seen),
  matmul: {
    fp16: datasheet(teraflops(121), systems, seen),
    bf16: datasheet(teraflops(121), systems, seen),
    fp8: datasheet(teraflops(242), systems, seen),
    int8: datasheet(teraflops(242), systems, seen),
  },
  peerLink: null,
  hostLink: datasheet(gigabytesPerSecond(32), systems, seen),
  power: datasheet(watts(72), systems, seen),
  architecture: "8.9",
} satisfies Gpu;
