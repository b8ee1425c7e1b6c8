import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** DeepSeek R1 and its tunes of the same shape. */
export const deepseekR1 = {
  id: "deepseek-ai/DeepSeek-R1",
  aliases: [
    "deepseek-ai/DeepSeek-R1-Zero",
    "deepseek-ai/DeepSeek-R1-0528",
    "nvidia/DeepSeek-R1-NVFP4",
    "nvidia/DeepSeek-R1-FP4",
  ],
  architecture: {
    layers: 61,
    hidden: 7168,
    intermediate: 18_432,
    vocabulary: 129_280,
    maxPositions: 163_840,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "latent",
      heads: 128,
      qLoraRank: 1536,
      kvLoraRank: 512,
      ropeDim: 64,
      nopeDim: 128,
      valueDim: 128,
    },
    moe: {
      experts: 256,
      expertsPerToken: 8,
      expertIntermediate: 2048,
      sharedExperts: 1,
      denseLayers: 3,
    },
    // hf_quant_config.json of nvidia/DeepSeek-V3-0324-NVFP4 excludes each self_attn.
    builds: { nvfp4: { leaves: ["attention"] } },
  },
  parameters: datasheet(
    671_026_419_200,
    "each tensor of the published configuration counted, norms and biases included",
    "2026-11-25",
  ),
  activeParameters: 37_552_297_472,
  publishedWeights: "fp8",
  shape: datasheet(
    "config.json",
    "ai-dynamo/aiconfigurator@095f58a model_configs/deepseek-ai--DeepSeek-R1_config.json",
    "2026-11-25",
  ),
  inferred: [],
} satisfies Model;
