import { assumed } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Mistral Nemo Instruct 2407 and its tunes of the same shape. */
export const mistralNemoInstruct2407 = {
  id: "mistralai/Mistral-Nemo-Instruct-2407",
  aliases: ["mistralai/Mistral-Nemo-Base-2407"],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 14_336,
    vocabulary: 131_072,
    maxPositions: 131_072,
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
  parameters: assumed(
    12_247_782_400,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 12_247_782_400,
  publishedWeights: "bf16",
  shape: assumed("config.json", "general knowledge of the published config.json, not read", "2026-11-25"),
  inferred: ["every field"],
} satisfies Model;
