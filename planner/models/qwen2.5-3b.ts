import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen2.5 3B and its tunes of the same shape. */
export const qwen253b = {
  id: "Qwen/Qwen2.5-3B",
  aliases: [
    "Qwen/Qwen2.5-3B-Instruct",
    "Qwen/Qwen2.5-3B-Instruct-AWQ",
    "Qwen/Qwen2.5-3B-Instruct-GPTQ-Int4",
    "Qwen/Qwen2.5-3B-Instruct-GPTQ-Int8",
    "Qwen/Qwen2.5-Coder-3B",
    "Qwen/Qwen2.5-Coder-3B-Instruct",
  ],
  architecture: {
    layers: 36,
    hidden: 2048,
    intermediate: 11_008,
    vocabulary: 151_936,
    maxPositions: 32_768,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 16,
      kvHeads: 2,
      headDim: 128,
      bias: "qkv",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    3_085_938_688,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 3_085_938_688,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:qwen2.5_3b",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads", "bias of q, k and v", "maxPositions: the tunes; some base models say 131072"],
} satisfies Model;
