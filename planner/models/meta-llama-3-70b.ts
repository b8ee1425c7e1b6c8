import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Meta Llama 3 70B and its tunes of the same shape. */
export const metaLlama370b = {
  id: "meta-llama/Meta-Llama-3-70B",
  aliases: [
    "meta-llama/Meta-Llama-3-70B-Instruct",
    "meta-llama/Llama-3-70B",
    "meta-llama/Llama-3-70B-Instruct",
    "neuralmagic/Meta-Llama-3-70B-Instruct-FP8",
  ],
  architecture: {
    layers: 80,
    hidden: 8192,
    intermediate: 28_672,
    vocabulary: 128_256,
    maxPositions: 8192,
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
    70_553_706_496,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 70_553_706_496,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/meta-llama--Meta-Llama-3.1-70B_config.json",
    "2026-11-25",
  ),
  inferred: ["maxPositions 8192: general knowledge; the rest is Llama 3.1 70B"],
} satisfies Model;
