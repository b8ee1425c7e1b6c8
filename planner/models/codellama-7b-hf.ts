import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** CodeLlama 7B and its tunes of the same shape. */
export const codellama7bHf = {
  id: "codellama/CodeLlama-7b-hf",
  aliases: ["codellama/CodeLlama-7b-Instruct-hf"],
  architecture: {
    layers: 32,
    hidden: 4096,
    intermediate: 11_008,
    vocabulary: 32_016,
    maxPositions: 16_384,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 32,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    6_738_546_688,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 6_738_546_688,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:llama2_7b",
    "2026-11-25",
  ),
  inferred: ["vocabulary 32016 and maxPositions 16384: general knowledge; the rest is Llama 2 7B"],
} satisfies Model;
