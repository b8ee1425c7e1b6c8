import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 3 12B and its tunes of the same shape. */
export const gemma312bIt = {
  id: "google/gemma-3-12b-it",
  aliases: ["google/gemma-3-12b-pt"],
  architecture: {
    layers: 48,
    hidden: 3840,
    intermediate: 15_360,
    vocabulary: 262_144,
    maxPositions: 131_072,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 16,
      kvHeads: 8,
      headDim: 256,
      bias: "none",
      slidingWindow: { tokens: 1024, layers: 40 },
    },
    moe: null,
    // One table for local and one for global layers, the latter eight times as long (linear scaling by 8).
    rotaryRows: 1_179_648,
    visionParameters: 421_536_624,
  },
  parameters: datasheet(
    12_187_325_040,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 11_765_788_416,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "public table of config.json revisions, citing google/gemma_pytorch@014acb7 gemma/config.py",
    "2026-11-25",
  ),
  inferred: [
    "maxPositions, slidingWindow, tiedEmbeddings (as in the family)",
    "slidingWindow: which layers slide (five of six)",
    "visionParameters: the total on the hub less the decoder, from general knowledge",
  ],
} satisfies Model;
