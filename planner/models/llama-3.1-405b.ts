import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 3.1 405B and its tunes of the same shape. */
export const llama31405b = {
  id: "meta-llama/Llama-3.1-405B",
  aliases: [
    "meta-llama/Llama-3.1-405B-Instruct",
    "meta-llama/Llama-3.1-405B-FP8",
    "meta-llama/Llama-3.1-405B-Instruct-FP8",
    "meta-llama/Meta-Llama-3.1-405B",
    "meta-llama/Meta-Llama-3.1-405B-Instruct",
    "meta-llama/Meta-Llama-3.1-405B-Instruct-FP8",
    "nvidia/Llama-3.1-405B-Instruct-FP8",
  ],
  architecture: {
    layers: 126,
    hidden: 16_384,
    intermediate: 53_248,
    vocabulary: 128_256,
    maxPositions: 131_072,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 128,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    405_853_388_800,
    "huggingface.co/api/models/meta-llama/Llama-3.1-405B safetensors.total",
    "2026-10-01",
  ),
  activeParameters: 405_853_388_800,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/meta-llama--Meta-Llama-3.1-405B_config.json",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
