import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen2.5 14B and its tunes of the same shape. */
export const qwen2514b = {
  id: "Qwen/Qwen2.5-14B",
  aliases: [
    "Qwen/Qwen2.5-14B-Instruct",
    "Qwen/Qwen2.5-14B-Instruct-AWQ",
    "Qwen/Qwen2.5-14B-Instruct-GPTQ-Int4",
    "Qwen/Qwen2.5-14B-Instruct-GPTQ-Int8",
    "Qwen/Qwen2.5-Coder-14B",
    "Qwen/Qwen2.5-Coder-14B-Instruct",
    "RedHatAI/Qwen2.5-14B-Instruct-FP8-dynamic",
    "RedHatAI/Qwen2.5-14B-Instruct-quantized.w8a8",
  ],
  architecture: {
    layers: 48,
    hidden: 5120,
    intermediate: 13_824,
    vocabulary: 152_064,
    maxPositions: 32_768,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 40,
      kvHeads: 8,
      headDim: 128,
      bias: "qkv",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    14_770_033_664,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 14_770_033_664,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "abhibambhaniya/GenZ-LLM-Analyzer@091bdd0 GenZ/Models/Model_sets/alibaba.py:131",
    "2026-11-25",
  ),
  inferred: [
    "headDim = hidden / heads",
    "tiedEmbeddings = false",
    "bias of q, k and v",
    "maxPositions: the tunes; some base models say 131072",
  ],
} satisfies Model;
