import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen3 235B A22B Instruct 2507 and its tunes of the same shape. */
export const qwen3235bA22bInstruct2507 = {
  id: "Qwen/Qwen3-235B-A22B-Instruct-2507",
  aliases: [
    "Qwen/Qwen3-235B-A22B-Thinking-2507",
    "Qwen/Qwen3-235B-A22B-Instruct-2507-FP8",
    "Qwen/Qwen3-235B-A22B-Thinking-2507-FP8",
  ],
  architecture: {
    layers: 94,
    hidden: 4096,
    intermediate: 12_288,
    vocabulary: 151_936,
    maxPositions: 262_144,
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
  inferred: ["maxPositions 262144: general knowledge; the rest is Qwen3 235B-A22B"],
} satisfies Model;
