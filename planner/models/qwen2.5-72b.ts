import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen2.5 72B and its tunes of the same shape. */
export const qwen2572b = {
  id: "Qwen/Qwen2.5-72B",
  aliases: [
    "Qwen/Qwen2.5-72B-Instruct",
    "Qwen/Qwen2.5-72B-Instruct-AWQ",
    "Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4",
    "Qwen/Qwen2.5-72B-Instruct-GPTQ-Int8",
    "RedHatAI/Qwen2.5-72B-Instruct-FP8-dynamic",
    "RedHatAI/Qwen2.5-72B-Instruct-quantized.w8a8",
  ],
  architecture: {
    layers: 80,
    hidden: 8192,
    intermediate: 29_568,
    vocabulary: 152_064,
    maxPositions: 32_768,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 64,
      kvHeads: 8,
      headDim: 128,
      bias: "qkv",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    72_706_203_648,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 72_706_203_648,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "abhibambhaniya/GenZ-LLM-Analyzer@091bdd0 GenZ/Models/Model_sets/alibaba.py:145",
    "2026-11-25",
  ),
  inferred: [
    "headDim = hidden / heads",
    "tiedEmbeddings = false",
    "bias of q, k and v",
    "maxPositions: the tunes; some base models say 131072",
  ],
} satisfies Model;
