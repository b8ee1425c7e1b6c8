import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 32B and its tunes of the same shape. */
export const qwen332b = {
  id: "Qwen/Qwen3-32B",
  aliases: [
    "Qwen/Qwen3-32B-FP8",
    "Qwen/Qwen3-32B-AWQ",
    "RedHatAI/Qwen3-32B-FP8-dynamic",
    "nvidia/Qwen3-32B-NVFP4",
    "nvidia/Qwen3-32B-FP4",
  ],
  architecture: {
    layers: 64,
    hidden: 5120,
    intermediate: 25_600,
    vocabulary: 151_936,
    maxPositions: 40_960,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 64,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    32_762_123_264,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 32_762_123_264,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/Qwen--Qwen3-32B_config.json",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
