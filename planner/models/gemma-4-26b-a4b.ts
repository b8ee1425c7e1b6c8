import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Gemma 4 26B A4B and its tunes of the same shape. */
export const gemma426bA4b = {
  id: "google/gemma-4-26B-A4B",
  aliases: ["google/gemma-4-26B-A4B-it"],
  architecture: {
    layers: 30,
    hidden: 2816,
    intermediate: 2112,
    vocabulary: 262_144,
    maxPositions: 262_144,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 16,
      kvHeads: 8,
      headDim: 256,
      bias: "none",
      slidingWindow: { tokens: 1024, layers: 25 },
    },
    moe: {
      experts: 128,
      expertsPerToken: 8,
      expertIntermediate: 704,
      sharedExperts: 3,
      denseLayers: 0,
    },
  },
  parameters: datasheet(25_200_000_000, "model card, as quoted by apxml.com/models/gemma-4-26b-a4b", "2026-11-25"),
  activeParameters: 3_800_000_000,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/google--gemma-4-26B-A4B_config.json",
    "2026-11-25",
  ),
  inferred: [
    "sharedExperts: the dense feed-forward of 2112 beside the experts, written as three shared experts of 704",
    "heads of the 5 global layers: 16 of 512 with 2 key-value heads, here 16 of 256 with 8 (their KV is overstated twofold)",
    "slidingWindow: which layers slide (five of six)",
    "vision tower: left out, its size was not read",
  ],
} satisfies Model;
