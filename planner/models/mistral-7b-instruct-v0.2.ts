import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Mistral 7B Instruct v0.2 and its tunes of the same shape. */
export const mistral7bInstructV02 = {
  id: "mistralai/Mistral-7B-Instruct-v0.2",
  aliases: ["mistralai/Mistral-7B-v0.2", "mistral-community/Mistral-7B-v0.2"],
  architecture: {
    layers: 32,
    hidden: 4096,
    intermediate: 14_336,
    vocabulary: 32_000,
    maxPositions: 32_768,
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
    7_241_732_096,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 7_241_732_096,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:mistral_7b",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
