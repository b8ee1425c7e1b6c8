import { assumed } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const recalled = "general knowledge of the NVIDIA A100 PCIe 40 GB data sheet, not read";

/** Ampere without NVLink. */
export const a100Pcie40gb = {
  name: "NVIDIA A100 PCIe 40 GB",
  memoryNominal: assumed(gibibytes(40), recalled, seen),
  memoryUsable: assumed(
    gibibytes(39.4),
    "general knowledge, no source read: 40,960 MiB less what the driver keeps",
    seen,
  ),
  bandwidth: assumed(gigabytesPerSecond(1555), recalled, seen),
  matmul: {
    fp16: assumed(teraflops(312), recalled, seen),
    bf16: assumed(teraflops(312), recalled, seen),
    int8: assumed(teraflops(624), recalled, seen),
  },
  peerLink: null,
  hostLink: assumed(gigabytesPerSecond(32), recalled, seen),
  power: assumed(watts(250), recalled, seen),
  architecture: "8.0",
} satisfies Gpu;
