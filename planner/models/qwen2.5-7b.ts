import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen2.5 7B and its tunes of the same shape. */
export const qwen257b = {
  id: "Qwen/Qwen2.5-7B",
  aliases: [
    "Qwen/Qwen2.5-7B-Instruct",
    "Qwen/Qwen2.5-7B-Instruct-AWQ",
    "Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4",
    "Qwen/Qwen2.5-7B-Instruct-GPTQ-Int8",
    "Qwen/Qwen2.5-Coder-7B",
    "Qwen/Qwen2.5-Coder-7B-Instruct",
    "RedHatAI/Qwen2.5-7B-Instruct-FP8-dynamic",
    "RedHatAI/Qwen2.5-7B-Instruct-quantized.w8a8",
  ],
  architecture: {
    layers: 28,
    hidden: 3584,
    intermediate: 18_944,
    vocabulary: 152_064,
    maxPositions: 32_768,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 28,
      kvHeads: 4,
      headDim: 128,
      bias: "qkv",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    7_615_616_512,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 7_615_616_512,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:qwen2_7b", "2026-11-25"),
  inferred: [
    "headDim = hidden / heads",
    "Qwen2-7B preset; same shape (GenZ Qwen2.5-7B agrees)",
    "bias of q, k and v",
    "maxPositions: the tunes; some base models say 131072",
  ],
} satisfies Model;
