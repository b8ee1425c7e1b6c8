import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Granite 3.1 8B and its tunes of the same shape. */
export const granite318bInstruct = {
  id: "ibm-granite/granite-3.1-8b-instruct",
  aliases: ["ibm-granite/granite-3.1-8b-base"],
  architecture: {
    layers: 40,
    hidden: 4096,
    intermediate: 12_800,
    vocabulary: 49_155,
    maxPositions: 131_072,
    tiedEmbeddings: true,
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
    8_170_848_256,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 8_170_848_256,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "huggingface.co/ibm-granite/granite-3.1-8b-instruct at 96fedcd", "2026-11-25"),
  inferred: ["publishedWeights: the revision read says float32; vLLM logs of its release show bf16"],
} satisfies Model;
