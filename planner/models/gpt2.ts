import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** GPT-2: learned positions, published in fp32 and served in fp16. */
export const gpt2 = {
  id: "openai-community/gpt2",
  aliases: ["gpt2"],
  architecture: {
    layers: 12,
    hidden: 768,
    intermediate: 3072,
    vocabulary: 50_257,
    maxPositions: 1024,
    tiedEmbeddings: true,
    gated: false,
    attention: {
      kind: "grouped-query",
      heads: 12,
      kvHeads: 12,
      headDim: 64,
      bias: "all",
      slidingWindow: null,
    },
    moe: null,
    learnedPositions: true,
  },
  parameters: datasheet(
    124_439_808,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 124_439_808,
  publishedWeights: "fp16",
  shape: datasheet("config.json", "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:gpt2", "2026-11-25"),
  inferred: [
    "kvHeads = heads (MHA)",
    "headDim = hidden / heads",
    "intermediate = 4 * hidden",
    "tiedEmbeddings = true (GPT-2 default)",
  ],
} satisfies Model;
