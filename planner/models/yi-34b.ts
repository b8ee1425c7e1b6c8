import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Yi 34B and its tunes of the same shape. */
export const yi34b = {
  id: "01-ai/Yi-34B",
  aliases: ["01-ai/Yi-34B-Chat", "01-ai/Yi-1.5-34B-Chat"],
  architecture: {
    layers: 60,
    hidden: 7168,
    intermediate: 20_480,
    vocabulary: 64_000,
    maxPositions: 4096,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 56,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    34_388_917_248,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 34_388_917_248,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "huggingface.co/01-ai/Yi-1.5-34B-Chat at 7b967a3, and Yi-34B as fine-tuned models copy it",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
