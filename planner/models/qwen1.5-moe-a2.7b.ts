import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Qwen1.5 MoE A2.7B. */
export const qwen15MoeA27b = {
  id: "Qwen/Qwen1.5-MoE-A2.7B",
  aliases: [],
  architecture: {
    layers: 24,
    hidden: 2048,
    intermediate: 5632,
    vocabulary: 151_936,
    maxPositions: 8192,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 16,
      kvHeads: 16,
      headDim: 128,
      bias: "qkv",
      slidingWindow: null,
    },
    moe: {
      experts: 60,
      expertsPerToken: 4,
      expertIntermediate: 1408,
      sharedExperts: 4,
      denseLayers: 0,
    },
  },
  parameters: datasheet(
    14_315_784_192,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 2_689_173_504,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "huggingface.co/MaziyarPanahi/Qwen1.5-MoE-A2.7B-Wikihow at f204548, a fine-tuned model that copies it",
    "2026-11-25",
  ),
  inferred: ["sharedExperts: the shared expert of 5632, written as four of 1408", "bias: q, k and v, as in the family"],
} satisfies Model;
