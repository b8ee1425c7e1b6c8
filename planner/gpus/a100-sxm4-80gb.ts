import { assumed, datasheet } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/a100_sxm.yaml";

/** What AWS rents as p4de. */
export const a100Sxm480gb = {
  name: "NVIDIA A100 SXM4 80 GB",
  memoryNominal: datasheet(gibibytes(80), systems, seen),
  memoryUsable: assumed(
    gibibytes(79.1),
    "general knowledge, no source read: 81,920 MiB less what the driver keeps",
    seen,
  ),
  bandwidth: datasheet(gigabytesPerSecond(2039), systems, seen),
  matmul: {
    fp16: datasheet(teraflops(312), systems, seen),
    bf16: datasheet(teraflops(312), systems, seen),
    int8: datasheet(teraflops(624), systems, seen),
  },
  peerLink: datasheet(gigabytesPerSecond(300), systems, seen),
  hostLink: datasheet(gigabytesPerSecond(32), systems, seen),
  power: datasheet(watts(400), systems, seen),
  architecture: "8.0",
} satisfies Gpu;
