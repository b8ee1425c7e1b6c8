import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 30B A3B and its tunes of the same shape. */
export const qwen330bA3b = {
  id: "Qwen/Qwen3-30B-A3B",
  aliases: ["Qwen/Qwen3-30B-A3B-FP8", "Qwen/Qwen3-30B-A3B-GPTQ-Int4"],
  architecture: {
    layers: 48,
    hidden: 2048,
    intermediate: 6144,
    vocabulary: 151_936,
    maxPositions: 40_960,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 4,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: {
      experts: 128,
      expertsPerToken: 8,
      expertIntermediate: 768,
      sharedExperts: 0,
      denseLayers: 0,
    },
  },
  parameters: datasheet(
    30_532_122_624,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 3_353_032_704,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/Qwen--Qwen3-30B-A3B_config.json",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
