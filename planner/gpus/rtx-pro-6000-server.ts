import { assumed, datasheet, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/rtx_pro_6000_server.yaml";
const scaled =
  "ai-dynamo/aiconfigurator@095f58a systems/rtx_pro_6000_server.yaml: architecture ratio at the 2,430 MHz seen";

/** What AWS rents as g7e: 96 GB of GDDR7, PCIe only. */
export const rtxPro6000Server = {
  name: "NVIDIA RTX PRO 6000 Blackwell Server Edition",
  memoryNominal: datasheet(gibibytes(96), systems, seen),
  memoryUsable: assumed(
    gibibytes(95.0),
    "97,887 MiB by nvidia-smi (aiconfigurator rtx_pro_6000_server.yaml), less what a B200 hides from a process",
    seen,
  ),
  bandwidth: datasheet(gigabytesPerSecond(1792), systems, seen),
  matmul: {
    fp16: measured(teraflops(467.8), scaled, seen),
    bf16: measured(teraflops(467.8), scaled, seen),
    fp8: measured(teraflops(935.6), scaled, seen),
    int8: measured(teraflops(935.6), scaled, seen),
    fp4: measured(teraflops(1871.2), scaled, seen),
  },
  peerLink: null,
  hostLink: datasheet(gigabytesPerSecond(64), systems, seen),
  power: datasheet(watts(600), systems, seen),
  architecture: "12.0",
} satisfies Gpu;
