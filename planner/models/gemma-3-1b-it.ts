import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 3 1B and its tunes of the same shape. */
export const gemma31bIt = {
  id: "google/gemma-3-1b-it",
  aliases: ["google/gemma-3-1b-pt"],
  architecture: {
    layers: 26,
    hidden: 1152,
    intermediate: 6912,
    vocabulary: 262_144,
    maxPositions: 32_768,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 4,
      kvHeads: 1,
      headDim: 256,
      bias: "none",
      slidingWindow: { tokens: 512, layers: 22 },
    },
    moe: null,
  },
  parameters: datasheet(
    999_885_952,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 999_885_952,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:gemma3_1b_it",
    "2026-11-25",
  ),
  inferred: ["tiedEmbeddings = true (Gemma default)", "slidingWindow: which layers slide (five of six)"],
} satisfies Model;
