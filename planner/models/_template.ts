import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Copy to `<last part of the id in lower case>.ts`, call the export like the file in camelCase, then `npm run generate`. */
export const template = {
  id: "owner/Name-7B",
  aliases: ["owner/Name-7B-Instruct"],
  architecture: {
    layers: 32,
    hidden: 4096,
    intermediate: 11_008,
    vocabulary: 32_000,
    maxPositions: 4096,
    tiedEmbeddings: false,
    gated: true,
    attention: { kind: "grouped-query", heads: 32, kvHeads: 32, headDim: 128, bias: "none", slidingWindow: null },
    moe: null,
  },
  parameters: datasheet(6_738_415_616, "huggingface.co/api/models/owner/Name-7B safetensors.total", "2026-01-31"),
  activeParameters: 6_738_415_616,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "huggingface.co/owner/Name-7B at revision abc1234", "2026-01-31"),
  inferred: [],
} satisfies Model;
