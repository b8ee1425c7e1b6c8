import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 0.6B and its tunes of the same shape. */
export const qwen306b = {
  id: "Qwen/Qwen3-0.6B",
  aliases: ["Qwen/Qwen3-0.6B-FP8"],
  architecture: {
    layers: 28,
    hidden: 1024,
    intermediate: 3072,
    vocabulary: 151_936,
    maxPositions: 40_960,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 16,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    596_049_920,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 596_049_920,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/Qwen--Qwen3-0.6B_config.json",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
