import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 3 27B and its tunes of the same shape. */
export const gemma327bIt = {
  id: "google/gemma-3-27b-it",
  aliases: ["google/gemma-3-27b-pt", "RedHatAI/gemma-3-27b-it-FP8-dynamic"],
  architecture: {
    layers: 62,
    hidden: 5376,
    intermediate: 21_504,
    vocabulary: 262_144,
    maxPositions: 131_072,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 16,
      headDim: 128,
      bias: "none",
      slidingWindow: { tokens: 1024, layers: 52 },
    },
    moe: null,
    // One table for local and one for global layers, the latter eight times as long (linear scaling by 8).
    rotaryRows: 1_179_648,
    visionParameters: 423_404_400,
  },
  parameters: datasheet(
    27_432_406_640,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 27_009_002_240,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "public table of config.json revisions, citing google/gemma_pytorch@014acb7; GenZ google.py agrees",
    "2026-11-25",
  ),
  inferred: [
    "tiedEmbeddings (as in the family)",
    "slidingWindow: which layers slide (five of six)",
    "visionParameters: the total on the hub less the decoder, from general knowledge",
  ],
} satisfies Model;
