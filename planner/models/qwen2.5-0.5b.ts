import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen2.5 0.5B and its tunes of the same shape. */
export const qwen2505b = {
  id: "Qwen/Qwen2.5-0.5B",
  aliases: [
    "Qwen/Qwen2.5-0.5B-Instruct",
    "Qwen/Qwen2.5-0.5B-Instruct-AWQ",
    "Qwen/Qwen2.5-0.5B-Instruct-GPTQ-Int4",
    "Qwen/Qwen2.5-0.5B-Instruct-GPTQ-Int8",
    "Qwen/Qwen2.5-Coder-0.5B",
    "Qwen/Qwen2.5-Coder-0.5B-Instruct",
  ],
  architecture: {
    layers: 24,
    hidden: 896,
    intermediate: 4864,
    vocabulary: 151_936,
    maxPositions: 32_768,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 14,
      kvHeads: 2,
      headDim: 64,
      bias: "qkv",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    494_032_768,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 494_032_768,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:qwen2_0_5b",
    "2026-11-25",
  ),
  inferred: [
    "headDim = hidden / heads",
    "Qwen2-0.5B preset; Qwen2.5-0.5B has the same shape",
    "bias of q, k and v",
    "maxPositions: the tunes; some base models say 131072",
  ],
} satisfies Model;
