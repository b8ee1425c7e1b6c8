import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** CodeLlama 13B and its tunes of the same shape. */
export const codellama13bHf = {
  id: "codellama/CodeLlama-13b-hf",
  aliases: ["codellama/CodeLlama-13b-Instruct-hf"],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 13_824,
    vocabulary: 32_016,
    maxPositions: 16_384,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 40,
      kvHeads: 40,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    13_016_028_160,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 13_016_028_160,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:llama2_13b",
    "2026-11-25",
  ),
  inferred: ["vocabulary 32016 and maxPositions 16384: general knowledge; the rest is Llama 2 13B"],
} satisfies Model;
