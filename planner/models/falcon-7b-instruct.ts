import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Falcon 7B and its tunes of the same shape. */
export const falcon7bInstruct = {
  id: "tiiuae/falcon-7b-instruct",
  aliases: ["tiiuae/falcon-7b"],
  architecture: {
    layers: 32,
    hidden: 4544,
    intermediate: 18_176,
    vocabulary: 65_024,
    maxPositions: 2048,
    tiedEmbeddings: true,
    gated: false,
    attention: {
      kind: "grouped-query",
      heads: 71,
      kvHeads: 1,
      headDim: 64,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    6_921_720_704,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 6_921_720_704,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "abhibambhaniya/GenZ-LLM-Analyzer@091bdd0 GenZ/Models/Model_sets/misc.py:5",
    "2026-11-25",
  ),
  inferred: ["kvHeads = 1 (multi_query) from general knowledge; GenZ says 71", "tiedEmbeddings = true"],
} satisfies Model;
