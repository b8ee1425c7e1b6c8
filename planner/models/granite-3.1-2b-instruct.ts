import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Granite 3.1 2B and its tunes of the same shape. */
export const granite312bInstruct = {
  id: "ibm-granite/granite-3.1-2b-instruct",
  aliases: ["ibm-granite/granite-3.2-2b-instruct", "unsloth/granite-3.2-2b-instruct"],
  architecture: {
    layers: 40,
    hidden: 2048,
    intermediate: 8192,
    vocabulary: 49_155,
    maxPositions: 131_072,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 8,
      headDim: 64,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    2_533_531_648,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 2_533_531_648,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "huggingface.co/unsloth/granite-3.2-2b-instruct at 918d237, and granite-3.1-2b-instruct as a fine-tuned model copies it",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
