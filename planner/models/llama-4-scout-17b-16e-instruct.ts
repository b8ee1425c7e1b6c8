import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 4 Scout, 17B active of 109B. */
export const llama4Scout17b16eInstruct = {
  id: "meta-llama/Llama-4-Scout-17B-16E-Instruct",
  aliases: ["meta-llama/Llama-4-Scout-17B-16E", "RedHatAI/Llama-4-Scout-17B-16E-Instruct-FP8-dynamic"],
  architecture: {
    layers: 48,
    hidden: 5120,
    intermediate: 16_384,
    vocabulary: 202_048,
    maxPositions: 10_485_760,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 40,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: {
      experts: 16,
      expertsPerToken: 1,
      expertIntermediate: 8192,
      sharedExperts: 1,
      denseLayers: 0,
    },
    visionParameters: 871_932_416,
  },
  parameters: datasheet(
    108_641_793_536,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 17_172_894_720,
  publishedWeights: "bf16",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@64c5ddb aic-core/src/aiconfigurator_core/model_configs/meta-llama--Llama-4-Scout-17B-16E-Instruct_config.json",
    "2026-11-25",
  ),
  inferred: [
    "slidingWindow: three of four layers attend in chunks of 8192 tokens, which is not a window; taken as full",
    "visionParameters: counted from vision_config (34 layers of 1408, adapter, projector to 5120)",
  ],
} satisfies Model;
