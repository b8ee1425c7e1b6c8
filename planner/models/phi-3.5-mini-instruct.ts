import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Phi 3.5 mini instruct and its tunes of the same shape. */
export const phi35MiniInstruct = {
  id: "microsoft/Phi-3.5-mini-instruct",
  aliases: ["microsoft/Phi-3-mini-128k-instruct"],
  architecture: {
    layers: 32,
    hidden: 3072,
    intermediate: 8192,
    vocabulary: 32_064,
    maxPositions: 131_072,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 32,
      headDim: 96,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    3_821_079_552,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 3_821_079_552,
  publishedWeights: "bf16",
  shape: datasheet("config.json", "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:phi-3_5", "2026-11-25"),
  inferred: ["headDim = hidden / heads"],
} satisfies Model;
