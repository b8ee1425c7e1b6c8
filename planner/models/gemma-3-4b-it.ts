import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 3 4B and its tunes of the same shape. */
export const gemma34bIt = {
  id: "google/gemma-3-4b-it",
  aliases: ["google/gemma-3-4b-pt"],
  architecture: {
    layers: 34,
    hidden: 2560,
    intermediate: 10_240,
    vocabulary: 262_144,
    maxPositions: 131_072,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 8,
      kvHeads: 4,
      headDim: 256,
      bias: "none",
      slidingWindow: { tokens: 1024, layers: 29 },
    },
    moe: null,
    // One table for local and one for global layers, the latter eight times as long (linear scaling by 8).
    rotaryRows: 1_179_648,
    visionParameters: 419_980_144,
  },
  parameters: datasheet(
    4_300_079_472,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 3_880_099_328,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "abhibambhaniya/GenZ-LLM-Analyzer@091bdd0 GenZ/Models/Model_sets/google.py:62",
    "2026-11-25",
  ),
  inferred: [
    "heads 8 and headDim 256 from general knowledge (GenZ says 16 heads, no headDim, which gives the wrong q size)",
    "slidingWindow: which layers slide (five of six)",
    "visionParameters: the total on the hub less the decoder, from general knowledge",
  ],
} satisfies Model;
