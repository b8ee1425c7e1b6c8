import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Mistral Small 24B Instruct 2501 and its tunes of the same shape. */
export const mistralSmall24bInstruct2501 = {
  id: "mistralai/Mistral-Small-24B-Instruct-2501",
  aliases: ["mistralai/Mistral-Small-24B-Base-2501"],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 32_768,
    vocabulary: 131_072,
    maxPositions: 32_768,
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
  parameters: datasheet(
    23_572_403_200,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 23_572_403_200,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "public table of config.json revisions", "2026-11-25"),
  inferred: ["maxPositions 32768: general knowledge; the rest is Mistral Small 3.1"],
} satisfies Model;
