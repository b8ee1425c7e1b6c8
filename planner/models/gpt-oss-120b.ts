import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** gpt oss 120B and its tunes of the same shape. */
export const gptOss120b = {
  id: "openai/gpt-oss-120b",
  aliases: ["unsloth/gpt-oss-120b"],
  architecture: {
    layers: 36,
    hidden: 2880,
    intermediate: 2880,
    vocabulary: 201_088,
    maxPositions: 131_072,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 64,
      kvHeads: 8,
      headDim: 64,
      bias: "all",
      slidingWindow: { tokens: 128, layers: 18 },
    },
    moe: {
      experts: 128,
      expertsPerToken: 4,
      expertIntermediate: 2880,
      sharedExperts: 0,
      denseLayers: 0,
    },
  },
  parameters: datasheet(
    116_829_156_672,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 5_711_982_912,
  publishedWeights: "mxfp4",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/openai--gpt-oss-120b_config.json",
    "2026-11-25",
  ),
  inferred: ["slidingWindow: which layers slide (each second)", "bias of all four projections"],
} satisfies Model;
