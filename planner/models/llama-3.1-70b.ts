import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 3.1 70B and its tunes of the same shape. */
export const llama3170b = {
  id: "meta-llama/Llama-3.1-70B",
  aliases: [
    "meta-llama/Llama-3.1-70B-Instruct",
    "meta-llama/Meta-Llama-3.1-70B",
    "meta-llama/Meta-Llama-3.1-70B-Instruct",
    "nvidia/Llama-3.1-70B-Instruct-FP8",
    "RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8",
    "RedHatAI/Meta-Llama-3.1-70B-Instruct-quantized.w8a8",
    "RedHatAI/Meta-Llama-3.1-70B-Instruct-quantized.w4a16",
    "neuralmagic/Meta-Llama-3.1-70B-Instruct-FP8",
    "hugging-quants/Meta-Llama-3.1-70B-Instruct-AWQ-INT4",
    "hugging-quants/Meta-Llama-3.1-70B-Instruct-GPTQ-INT4",
  ],
  architecture: {
    layers: 80,
    hidden: 8192,
    intermediate: 28_672,
    vocabulary: 128_256,
    maxPositions: 131_072,
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
    "huggingface.co/api/models/meta-llama/Llama-3.1-70B safetensors.total",
    "2026-10-01",
  ),
  activeParameters: 70_553_706_496,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/meta-llama--Meta-Llama-3.1-70B_config.json",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
