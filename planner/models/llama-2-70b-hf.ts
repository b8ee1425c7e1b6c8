import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 2 70B and its tunes of the same shape. */
export const llama270bHf = {
  id: "meta-llama/Llama-2-70b-hf",
  aliases: ["meta-llama/Llama-2-70b", "meta-llama/Llama-2-70b-chat", "meta-llama/Llama-2-70b-chat-hf"],
  architecture: {
    layers: 80,
    hidden: 8192,
    intermediate: 28_672,
    vocabulary: 32_000,
    maxPositions: 4096,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 64,
      kvHeads: 8,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    68_976_653_312,
    "huggingface.co/api/models/meta-llama/Llama-2-70b-hf safetensors.total",
    "2026-10-01",
  ),
  activeParameters: 68_976_653_312,
  publishedWeights: "fp16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:llama2_70b",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads", "maxPositions 4096 (GenZ)"],
} satisfies Model;
