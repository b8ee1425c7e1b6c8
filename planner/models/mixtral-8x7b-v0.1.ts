import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Mixtral 8x7B v0.1 and its tunes of the same shape. */
export const mixtral8x7bV01 = {
  id: "mistralai/Mixtral-8x7B-v0.1",
  aliases: [
    "mistralai/Mixtral-8x7B-Instruct-v0.1",
    "NousResearch/Nous-Hermes-2-Mixtral-8x7B-DPO",
    "neuralmagic/Mixtral-8x7B-Instruct-v0.1-FP8",
  ],
  architecture: {
    layers: 32,
    hidden: 4096,
    intermediate: 14_336,
    vocabulary: 32_000,
    maxPositions: 32_768,
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
    moe: {
      experts: 8,
      expertsPerToken: 2,
      expertIntermediate: 14_336,
      sharedExperts: 0,
      denseLayers: 0,
    },
  },
  parameters: datasheet(
    46_702_792_704,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 12_879_925_248,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/mistralai--Mixtral-8x7B-v0.1_config.json",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
