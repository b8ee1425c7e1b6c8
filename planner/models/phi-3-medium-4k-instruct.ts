import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Phi 3 medium 4k instruct. */
export const phi3Medium4kInstruct = {
  id: "microsoft/Phi-3-medium-4k-instruct",
  aliases: [],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 17_920,
    vocabulary: 32_064,
    maxPositions: 4096,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 40,
      kvHeads: 10,
      headDim: 128,
      bias: "none",
      slidingWindow: { tokens: 2047, layers: 40 },
    },
    moe: null,
  },
  parameters: datasheet(
    13_960_238_080,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 13_960_238_080,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "config.json; GenZ microsoft.py:24 agrees", "2026-11-25"),
  inferred: ["headDim = hidden / heads", "slidingWindow: the window holds in each layer"],
} satisfies Model;
