import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 235B A22B and its tunes of the same shape. */
export const qwen3235bA22b = {
  id: "Qwen/Qwen3-235B-A22B",
  aliases: ["Qwen/Qwen3-235B-A22B-FP8", "Qwen/Qwen3-235B-A22B-GPTQ-Int4"],
  architecture: {
    layers: 94,
    hidden: 4096,
    intermediate: 12_288,
    vocabulary: 151_936,
    maxPositions: 40_960,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 64,
      kvHeads: 4,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: {
      experts: 128,
      expertsPerToken: 8,
      expertIntermediate: 1536,
      sharedExperts: 0,
      denseLayers: 0,
    },
  },
  parameters: datasheet(
    235_093_634_560,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 22_190_763_520,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/Qwen--Qwen3-235B-A22B_config.json",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
