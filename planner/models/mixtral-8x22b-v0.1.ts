import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Mixtral 8x22B v0.1 and its tunes of the same shape. */
export const mixtral8x22bV01 = {
  id: "mistralai/Mixtral-8x22B-v0.1",
  aliases: ["mistral-community/Mixtral-8x22B-v0.1"],
  architecture: {
    layers: 56,
    hidden: 6144,
    intermediate: 16_384,
    vocabulary: 32_000,
    maxPositions: 65_536,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 48,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: {
      experts: 8,
      expertsPerToken: 2,
      expertIntermediate: 16_384,
      sharedExperts: 0,
      denseLayers: 0,
    },
  },
  parameters: datasheet(
    140_620_634_112,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 39_152_031_744,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/mistralai--Mixtral-8x22B-v0.1_config.json",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
