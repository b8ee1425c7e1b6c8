import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 4B and its tunes of the same shape. */
export const qwen34b = {
  id: "Qwen/Qwen3-4B",
  aliases: ["Qwen/Qwen3-4B-FP8", "Qwen/Qwen3-4B-AWQ"],
  architecture: {
    layers: 36,
    hidden: 2560,
    intermediate: 9728,
    vocabulary: 151_936,
    maxPositions: 40_960,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    4_022_468_096,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 4_022_468_096,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "abhibambhaniya/GenZ-LLM-Analyzer@091bdd0 GenZ/Models/Model_sets/alibaba.py:152",
    "2026-11-25",
  ),
  inferred: ["tiedEmbeddings = true"],
} satisfies Model;
