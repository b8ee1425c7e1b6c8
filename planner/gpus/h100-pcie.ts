import { assumed, datasheet } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-11-25";
const systems = "ai-dynamo/aiconfigurator@095f58a systems/h100_pcie.yaml";

/** Hopper with HBM2e and without NVLink: three quarters of the SXM5 rate. */
export const h100Pcie = {
  name: "NVIDIA H100 PCIe",
  memoryNominal: datasheet(gibibytes(80), systems, seen),
  memoryUsable: assumed(gibibytes(79.18), "as measured on the SXM5 card of the same size", seen),
  bandwidth: datasheet(gigabytesPerSecond(2000), systems, seen),
  matmul: {
    fp16: datasheet(teraflops(756.5), systems, seen),
    bf16: datasheet(teraflops(756.5), systems, seen),
    fp8: datasheet(teraflops(1513), systems, seen),
    int8: datasheet(teraflops(1513), systems, seen),
  },
  peerLink: null,
  hostLink: datasheet(gigabytesPerSecond(64), systems, seen),
  power: datasheet(watts(350), systems, seen),
  architecture: "9.0",
} satisfies Gpu;
