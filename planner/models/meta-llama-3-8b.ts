import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Meta Llama 3 8B and its tunes of the same shape. */
export const metaLlama38b = {
  id: "meta-llama/Meta-Llama-3-8B",
  aliases: [
    "meta-llama/Meta-Llama-3-8B-Instruct",
    "meta-llama/Llama-3-8B",
    "meta-llama/Llama-3-8B-Instruct",
    "neuralmagic/Meta-Llama-3-8B-Instruct-FP8",
  ],
  architecture: {
    layers: 32,
    hidden: 4096,
    intermediate: 14_336,
    vocabulary: 128_256,
    maxPositions: 8192,
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
    8_030_261_248,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 8_030_261_248,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/meta-llama--Meta-Llama-3.1-8B_config.json",
    "2026-11-25",
  ),
  inferred: ["maxPositions 8192: general knowledge; the rest is Llama 3.1 8B"],
} satisfies Model;
