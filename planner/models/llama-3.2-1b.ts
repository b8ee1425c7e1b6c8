import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 3.2 1B and its tunes of the same shape. */
export const llama321b = {
  id: "meta-llama/Llama-3.2-1B",
  aliases: ["meta-llama/Llama-3.2-1B-Instruct", "RedHatAI/Llama-3.2-1B-Instruct-FP8"],
  architecture: {
    layers: 16,
    hidden: 2048,
    intermediate: 8192,
    vocabulary: 128_256,
    maxPositions: 131_072,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 8,
      headDim: 64,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    1_235_814_400,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 1_235_814_400,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:llama3_2_1b",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
