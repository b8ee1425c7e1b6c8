import { assumed, datasheet, measured } from "../domain/fact.ts";
import type { Gpu } from "../domain/gpu.ts";
import { gibibytes, gigabytesPerSecond, teraflops, watts } from "../units/index.ts";

const seen = "2026-01-31";
const sheet = "maker, title of the data sheet, page";

/** Copy to `<id>.ts`, call the export like the file in camelCase, then `npm run generate`. */
export const template = {
  name: "Maker, model, form",
  memoryNominal: datasheet(gibibytes(24), sheet, seen),
  memoryUsable: measured(gibibytes(22), "torch.cuda.mem_get_info()[1], who measured it and where", seen),
  bandwidth: datasheet(gigabytesPerSecond(600), sheet, seen),
  matmul: {
    // Dense rates; data sheets like to print the sparse ones, twice as high. Leave out what the hardware lacks.
    fp16: datasheet(teraflops(100), sheet, seen),
    bf16: datasheet(teraflops(100), sheet, seen),
  },
  peerLink: null,
  hostLink: assumed(gigabytesPerSecond(32), "what it rests on", seen),
  power: datasheet(watts(150), sheet, seen),
  architecture: "8.6",
} satisfies Gpu;
