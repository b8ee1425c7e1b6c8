import { assumed, datasheet } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { bytes, gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/b300_sxm.yaml";

/** Blackwell Ultra: traded int8 (153.5 TOPS) for fp4. Its box prints decimal gigabytes. */
export const b300Sxm6 = {
  name: "NVIDIA B300 SXM6",
  memoryNominal: datasheet(
    bytes(288e9),
    "ai-dynamo/aiconfigurator@095f58a systems/b300_sxm.yaml, NVIDIA Blackwell Ultra data sheet",
    seen,
  ),
  memoryUsable: assumed(
    gibibytes(267.9),
    "275,040 MiB by nvidia-smi (aiconfigurator b300_sxm.yaml), less what a B200 hides from a process",
    seen,
  ),
  bandwidth: datasheet(gigabytesPerSecond(7750), systems, seen),
  matmul: {
    fp16: datasheet(teraflops(2250), systems, seen),
    bf16: datasheet(teraflops(2250), systems, seen),
    fp8: datasheet(teraflops(4500), systems, seen),
    int8: datasheet(teraflops(153.5), systems, seen),
    fp4: datasheet(teraflops(14_000), systems, seen),
  },
  peerLink: datasheet(gigabytesPerSecond(900), systems, seen),
  hostLink: datasheet(gigabytesPerSecond(128), systems, seen),
  power: datasheet(watts(1100), systems, seen),
  architecture: "10.3",
} satisfies Gpu;
