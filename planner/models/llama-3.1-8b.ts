import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 3.1 8B and its tunes of the same shape. */
export const llama318b = {
  id: "meta-llama/Llama-3.1-8B",
  aliases: [
    "meta-llama/Llama-3.1-8B-Instruct",
    "meta-llama/Meta-Llama-3.1-8B",
    "meta-llama/Meta-Llama-3.1-8B-Instruct",
    "nvidia/Llama-3.1-8B-Instruct-FP8",
    "RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8",
    "RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w8a8",
    "RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16",
    "neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8",
    "hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4",
    "hugging-quants/Meta-Llama-3.1-8B-Instruct-GPTQ-INT4",
    "deepseek-ai/DeepSeek-R1-Distill-Llama-8B",
  ],
  architecture: {
    layers: 32,
    hidden: 4096,
    intermediate: 14_336,
    vocabulary: 128_256,
    maxPositions: 131_072,
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
    "huggingface.co/api/models/meta-llama/Llama-3.1-8B safetensors.total",
    "2026-10-01",
  ),
  activeParameters: 8_030_261_248,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/meta-llama--Meta-Llama-3.1-8B_config.json",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
