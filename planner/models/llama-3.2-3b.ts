import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 3.2 3B and its tunes of the same shape. */
export const llama323b = {
  id: "meta-llama/Llama-3.2-3B",
  aliases: ["meta-llama/Llama-3.2-3B-Instruct", "RedHatAI/Llama-3.2-3B-Instruct-FP8"],
  architecture: {
    layers: 28,
    hidden: 3072,
    intermediate: 8192,
    vocabulary: 128_256,
    maxPositions: 131_072,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 24,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    3_212_749_824,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 3_212_749_824,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:llama3_2_3b",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
