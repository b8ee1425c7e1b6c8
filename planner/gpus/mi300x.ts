import { assumed, datasheet } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const genz = "abhibambhaniya/GenZ-LLM-Analyzer@091bdd0 Systems/system_configs.py, cites the AMD data sheet";
const unread = "general knowledge, no source read";

/** CDNA 3; needs ROCm builds of the engines. */
export const mi300x = {
  name: "AMD Instinct MI300X",
  memoryNominal: datasheet(gibibytes(192), genz, seen),
  memoryUsable: assumed(gibibytes(191.5), unread, seen),
  bandwidth: datasheet(gigabytesPerSecond(5300), genz, seen),
  matmul: {
    fp16: datasheet(teraflops(1307), genz, seen),
    bf16: datasheet(teraflops(1307), genz, seen),
    fp8: datasheet(teraflops(2615), "AMD MI300X data sheet, as quoted in public documentation", seen),
    int8: assumed(teraflops(2615), unread, seen),
  },
  peerLink: assumed(
    gigabytesPerSecond(448),
    "general knowledge, no source read: 7 Infinity Fabric links of 64 GB/s",
    seen,
  ),
  hostLink: assumed(gigabytesPerSecond(64), unread, seen),
  power: assumed(watts(750), unread, seen),
  architecture: "gfx942",
} satisfies Gpu;
