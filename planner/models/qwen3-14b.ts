import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 14B and its tunes of the same shape. */
export const qwen314b = {
  id: "Qwen/Qwen3-14B",
  aliases: ["Qwen/Qwen3-14B-FP8", "Qwen/Qwen3-14B-AWQ"],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 17_408,
    vocabulary: 151_936,
    maxPositions: 40_960,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 40,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    14_768_307_200,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 14_768_307_200,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "abhibambhaniya/GenZ-LLM-Analyzer@091bdd0 GenZ/Models/Model_sets/alibaba.py:166",
    "2026-11-25",
  ),
  inferred: ["tiedEmbeddings = false"],
} satisfies Model;
