import { assumed, datasheet } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const analysis = "cli99/llm-analysis@d841e40 gpu_configs/a100-sxm-40gb.json";

/** What AWS rents as p4d. */
export const a100Sxm440gb = {
  name: "NVIDIA A100 SXM4 40 GB",
  memoryNominal: datasheet(gibibytes(40), analysis, seen),
  memoryUsable: assumed(
    gibibytes(39.4),
    "general knowledge, no source read: 40,960 MiB less what the driver keeps",
    seen,
  ),
  bandwidth: datasheet(gigabytesPerSecond(1555), analysis, seen),
  matmul: {
    fp16: datasheet(teraflops(312), analysis, seen),
    bf16: datasheet(teraflops(312), analysis, seen),
    int8: datasheet(teraflops(624), analysis, seen),
  },
  peerLink: datasheet(gigabytesPerSecond(300), analysis, seen),
  hostLink: datasheet(gigabytesPerSecond(32), analysis, seen),
  power: assumed(watts(400), "general knowledge, no source read", seen),
  architecture: "8.0",
} satisfies Gpu;
