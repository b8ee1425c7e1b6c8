import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Kimi K2.5 and its tunes of the same shape: DeepSeek V3 with 384 experts, 64 heads and a vision tower. */
export const kimiK25 = {
  id: "moonshotai/Kimi-K2.5",
  aliases: ["nvidia/Kimi-K2.5-NVFP4"],
  architecture: {
    layers: 61,
    hidden: 7168,
    intermediate: 18_432,
    vocabulary: 163_840,
    maxPositions: 262_144,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "latent",
      heads: 64,
      qLoraRank: 1536,
      kvLoraRank: 512,
      ropeDim: 64,
      nopeDim: 128,
      valueDim: 128,
    },
    moe: {
      experts: 384,
      expertsPerToken: 8,
      expertIntermediate: 2048,
      sharedExperts: 1,
      denseLayers: 1,
    },
    // quantization_config: routed experts alone, groups of 32 with a 16-bit scale.
    builds: {
      "gptq-int4": { leaves: ["attention", "feedForward"], bytesPerWeight: 0.5 + 2 / 32 },
      nvfp4: { leaves: ["attention"] },
    },
    visionParameters: 471_143_920,
  },
  parameters: datasheet(
    1_026_879_376_368,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 32_861_500_928,
  publishedWeights: "gptq-int4",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@202f06a src/aiconfigurator/model_configs/nvidia--Kimi-K2.5-NVFP4_config.json",
    "2026-11-25",
  ),
  inferred: [
    "visionParameters: counted from vision_config (27 layers of 1152, merged patches projected to 7168)",
    "nvfp4: attention at 16 bits, as in the NVFP4 builds of DeepSeek",
  ],
} satisfies Model;
