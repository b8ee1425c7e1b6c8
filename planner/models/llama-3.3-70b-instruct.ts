import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 3.3 70B Instruct and its tunes of the same shape. */
export const llama3370bInstruct = {
  id: "meta-llama/Llama-3.3-70B-Instruct",
  aliases: [
    "meta-llama/Llama-3.3-70B",
    "nvidia/Llama-3.3-70B-Instruct-FP8",
    "RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic",
    "RedHatAI/Llama-3.3-70B-Instruct-quantized.w8a8",
    "RedHatAI/Llama-3.3-70B-Instruct-quantized.w4a16",
    "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
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
  inferred: ["headDim = hidden / heads", "same architecture as Llama-3.1-70B"],
} satisfies Model;
