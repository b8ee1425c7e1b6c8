import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 2 27B and its tunes of the same shape. */
export const gemma227b = {
  id: "google/gemma-2-27b",
  aliases: ["google/gemma-2-27b-it"],
  architecture: {
    layers: 46,
    hidden: 4608,
    intermediate: 36_864,
    vocabulary: 256_000,
    maxPositions: 8192,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 16,
      headDim: 128,
      bias: "none",
      slidingWindow: { tokens: 4096, layers: 23 },
    },
    moe: null,
  },
  parameters: datasheet(
    27_227_128_320,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 27_227_128_320,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:gemma2_27b",
    "2026-11-25",
  ),
  inferred: ["tiedEmbeddings = true (Gemma default)", "slidingWindow: which layers slide (each second)"],
} satisfies Model;
