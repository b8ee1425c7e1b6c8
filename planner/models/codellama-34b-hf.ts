import { assumed } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** CodeLlama 34B and its tunes of the same shape. */
export const codellama34bHf = {
  id: "codellama/CodeLlama-34b-hf",
  aliases: ["codellama/CodeLlama-34b-Instruct-hf", "codellama/CodeLlama-34b-Python-hf"],
  architecture: {
    layers: 48,
    hidden: 8192,
    intermediate: 22_016,
    vocabulary: 32_000,
    maxPositions: 16_384,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 64,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: assumed(
    33_743_970_304,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 33_743_970_304,
  publishedWeights: "bf16",
  shape: assumed("config.json", "general knowledge of the published config.json, not read", "2026-11-25"),
  inferred: ["every field"],
} satisfies Model;
