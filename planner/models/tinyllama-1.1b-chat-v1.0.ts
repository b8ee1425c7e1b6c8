import { assumed } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** TinyLlama 1.1B Chat v1.0 and its tunes of the same shape. */
export const tinyllama11bChatV10 = {
  id: "TinyLlama/TinyLlama-1.1B-Chat-v1.0",
  aliases: ["TinyLlama/TinyLlama-1.1B-intermediate-step-1431k-3T"],
  architecture: {
    layers: 22,
    hidden: 2048,
    intermediate: 5632,
    vocabulary: 32_000,
    maxPositions: 2048,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 4,
      headDim: 64,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: assumed(
    1_100_048_384,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 1_100_048_384,
  publishedWeights: "bf16",
  shape: assumed("config.json", "general knowledge of the published config.json, not read", "2026-11-25"),
  inferred: ["every field"],
} satisfies Model;
