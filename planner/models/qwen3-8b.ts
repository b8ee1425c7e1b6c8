import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 8B and its tunes of the same shape. */
export const qwen38b = {
  id: "Qwen/Qwen3-8B",
  aliases: ["Qwen/Qwen3-8B-FP8", "Qwen/Qwen3-8B-AWQ", "RedHatAI/Qwen3-8B-FP8-dynamic"],
  architecture: {
    layers: 36,
    hidden: 4096,
    intermediate: 12_288,
    vocabulary: 151_936,
    maxPositions: 40_960,
    tiedEmbeddings: false,
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
    8_190_735_360,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 8_190_735_360,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/Qwen--Qwen3-8B_config.json",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
