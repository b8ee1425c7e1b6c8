import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 2 13B and its tunes of the same shape. */
export const llama213bHf = {
  id: "meta-llama/Llama-2-13b-hf",
  aliases: ["meta-llama/Llama-2-13b", "meta-llama/Llama-2-13b-chat", "meta-llama/Llama-2-13b-chat-hf"],
  architecture: {
    layers: 40,
    hidden: 5120,
    intermediate: 13_824,
    vocabulary: 32_000,
    maxPositions: 4096,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 40,
      kvHeads: 40,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    13_015_866_880,
    "huggingface.co/api/models/meta-llama/Llama-2-13b-hf safetensors.total",
    "2026-10-01",
  ),
  activeParameters: 13_015_866_880,
  publishedWeights: "fp16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:llama2_13b",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads", "maxPositions 4096 (GenZ)"],
} satisfies Model;
