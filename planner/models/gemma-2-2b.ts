import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 2 2B and its tunes of the same shape. */
export const gemma22b = {
  id: "google/gemma-2-2b",
  aliases: ["google/gemma-2-2b-it", "RedHatAI/gemma-2-2b-it-FP8"],
  architecture: {
    layers: 26,
    hidden: 2304,
    intermediate: 9216,
    vocabulary: 256_000,
    maxPositions: 8192,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 8,
      kvHeads: 4,
      headDim: 256,
      bias: "none",
      slidingWindow: { tokens: 4096, layers: 13 },
    },
    moe: null,
  },
  parameters: datasheet(
    2_614_341_888,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 2_614_341_888,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:gemma2_2b",
    "2026-11-25",
  ),
  inferred: ["tiedEmbeddings = true (Gemma default)", "slidingWindow: which layers slide (each second)"],
} satisfies Model;
