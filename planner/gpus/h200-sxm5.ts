import { assumed, datasheet } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/h200_sxm.yaml";

/** The H100 SXM5 with more and faster memory. */
export const h200Sxm5 = {
  name: "NVIDIA H200 SXM5",
  memoryNominal: datasheet(gibibytes(141), systems, seen),
  memoryUsable: assumed(gibibytes(139.8), "143,771 MiB by nvidia-smi, less what an H100 hides from a process", seen),
  bandwidth: datasheet(gigabytesPerSecond(4800), systems, seen),
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
