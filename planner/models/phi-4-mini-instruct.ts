import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Phi 4 mini instruct and its tunes of the same shape. */
export const phi4MiniInstruct = {
  id: "microsoft/Phi-4-mini-instruct",
  aliases: ["microsoft/Phi-4-mini-reasoning"],
  architecture: {
    layers: 32,
    hidden: 3072,
    intermediate: 8192,
    vocabulary: 200_064,
    maxPositions: 131_072,
    tiedEmbeddings: true,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 24,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    3_836_021_760,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 3_836_021_760,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:phi-4", "2026-11-25"),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
