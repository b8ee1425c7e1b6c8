import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Phi 3 mini 4k instruct. */
export const phi3Mini4kInstruct = {
  id: "microsoft/Phi-3-mini-4k-instruct",
  aliases: [],
  architecture: {
    layers: 32,
    hidden: 3072,
    intermediate: 8192,
    vocabulary: 32_064,
    maxPositions: 4096,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 32,
      headDim: 96,
      bias: "none",
      slidingWindow: { tokens: 2047, layers: 32 },
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
  inferred: [
    "headDim = hidden / heads",
    "Phi-3.5-mini preset; same shape, context 4096 and window 2047 from general knowledge",
    "slidingWindow: the window holds in each layer",
  ],
} satisfies Model;
