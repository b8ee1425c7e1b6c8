import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 2 9B and its tunes of the same shape. */
export const gemma29b = {
  id: "google/gemma-2-9b",
  aliases: ["google/gemma-2-9b-it", "RedHatAI/gemma-2-9b-it-FP8"],
  architecture: {
    layers: 42,
    hidden: 3584,
    intermediate: 14_336,
    vocabulary: 256_000,
    maxPositions: 8192,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 16,
      kvHeads: 8,
      headDim: 256,
      bias: "none",
      slidingWindow: { tokens: 4096, layers: 21 },
    },
    moe: null,
  },
  parameters: datasheet(
    9_241_705_984,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 9_241_705_984,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:gemma2_9b",
    "2026-11-25",
  ),
  inferred: ["tiedEmbeddings = true (Gemma default)", "slidingWindow: which layers slide (each second)"],
} satisfies Model;
