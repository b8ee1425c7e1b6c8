import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Phi 4 and its tunes of the same shape. */
export const phi4 = {
  id: "microsoft/phi-4",
  aliases: ["RedHatAI/phi-4-FP8-dynamic", "RedHatAI/phi-4-quantized.w8a8", "RedHatAI/phi-4-quantized.w4a16"],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 17_920,
    vocabulary: 100_352,
    maxPositions: 16_384,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 40,
      kvHeads: 10,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    14_659_507_200,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 14_659_507_200,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "public table of config.json revisions, citing HF microsoft/phi-4@2db69c1",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads", "tiedEmbeddings = false"],
} satisfies Model;
