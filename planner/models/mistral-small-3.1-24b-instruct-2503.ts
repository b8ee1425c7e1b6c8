import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Mistral Small 3.1 24B Instruct 2503 and its tunes of the same shape. */
export const mistralSmall3124bInstruct2503 = {
  id: "mistralai/Mistral-Small-3.1-24B-Instruct-2503",
  aliases: [
    "mistralai/Mistral-Small-3.1-24B-Base-2503",
    "mistralai/Mistral-Small-3.2-24B-Instruct-2506",
    "RedHatAI/Mistral-Small-3.1-24B-Instruct-2503-FP8-dynamic",
  ],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 32_768,
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
    visionParameters: 438_958_080,
  },
  parameters: datasheet(
    24_011_361_280,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 23_572_403_200,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "public table of config.json revisions", "2026-11-25"),
  inferred: [
    "maxPositions",
    "tiedEmbeddings = false",
    "visionParameters: the total on the hub less the decoder, from general knowledge",
  ],
} satisfies Model;
