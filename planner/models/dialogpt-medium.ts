import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** DialoGPT medium: learned positions, published in fp32 and served in fp16. */
export const dialogptMedium = {
  id: "microsoft/DialoGPT-medium",
  aliases: ["openai-community/gpt2-medium", "gpt2-medium"],
  architecture: {
    layers: 24,
    hidden: 1024,
    intermediate: 4096,
    vocabulary: 50_257,
    maxPositions: 1024,
    tiedEmbeddings: true,
    gated: false,
    attention: {
      kind: "grouped-query",
      heads: 16,
      kvHeads: 16,
      headDim: 64,
      bias: "all",
      slidingWindow: null,
    },
    moe: null,
    learnedPositions: true,
  },
  parameters: datasheet(
    354_823_168,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 354_823_168,
  publishedWeights: "fp16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:gpt2_medium",
    "2026-11-25",
  ),
  inferred: [
    "kvHeads = heads (MHA)",
    "headDim = hidden / heads",
    "intermediate = 4 * hidden",
    "tiedEmbeddings = true (GPT-2 default)",
    "DialoGPT-medium has the GPT-2 medium architecture (same HF GPT2LMHeadModel config, 345M class)",
  ],
} satisfies Model;
