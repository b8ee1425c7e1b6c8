import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen2.5 1.5B and its tunes of the same shape. */
export const qwen2515b = {
  id: "Qwen/Qwen2.5-1.5B",
  aliases: [
    "Qwen/Qwen2.5-1.5B-Instruct",
    "Qwen/Qwen2.5-1.5B-Instruct-AWQ",
    "Qwen/Qwen2.5-1.5B-Instruct-GPTQ-Int4",
    "Qwen/Qwen2.5-1.5B-Instruct-GPTQ-Int8",
    "Qwen/Qwen2.5-Coder-1.5B",
    "Qwen/Qwen2.5-Coder-1.5B-Instruct",
  ],
  architecture: {
    layers: 28,
    hidden: 1536,
    intermediate: 8960,
    vocabulary: 151_936,
    maxPositions: 32_768,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 12,
      kvHeads: 2,
      headDim: 128,
      bias: "qkv",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    1_543_714_304,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 1_543_714_304,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:qwen2_1_5b",
    "2026-11-25",
  ),
  inferred: [
    "headDim = hidden / heads",
    "Qwen2-1.5B preset; same shape",
    "bias of q, k and v",
    "maxPositions: the tunes; some base models say 131072",
  ],
} satisfies Model;
