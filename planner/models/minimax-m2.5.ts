import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** MiniMax M2.5 and its tunes of the same shape. */
export const minimaxM25 = {
  id: "MiniMaxAI/MiniMax-M2.5",
  aliases: ["MiniMaxAI/MiniMax-M2", "MiniMaxAI/MiniMax-M2.1", "nvidia/MiniMax-M2.5-NVFP4"],
  architecture: {
    layers: 62,
    hidden: 3072,
    intermediate: 1536,
    vocabulary: 200_064,
    maxPositions: 196_608,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 48,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: {
      experts: 256,
      expertsPerToken: 8,
      expertIntermediate: 1536,
      sharedExperts: 0,
      denseLayers: 0,
    },
  },
  parameters: datasheet(
    228_689_764_864,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 11_030_553_088,
  publishedWeights: "fp8",
  shape: datasheet(
    "config.json",
    "huggingface.co/QuixiAI/MiniMax-M2.1-bf16 config.json; MiniMax's deployment guide lists M2, M2.1 and M2.5 together, doc/source/models/builtin/llm/minimax-m2.5.rst of xorbitsai/inference states the same context",
    "2026-11-25",
  ),
  inferred: [
    "M2.5 read from M2.1, whose shape it shares",
    "the three modules for multi-token prediction: left out, engines load them only to speculate",
  ],
} satisfies Model;
