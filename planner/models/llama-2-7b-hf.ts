import { datasheet } from "../domain/fact.ts";
import type { Model } from "../domain/model.ts";

/** Llama 2 7B and its tunes of the same shape. */
export const llama27bHf = {
  id: "meta-llama/Llama-2-7b-hf",
  aliases: [
    "meta-llama/Llama-2-7b",
    "meta-llama/Llama-2-7b-chat",
    "meta-llama/Llama-2-7b-chat-hf",
    "NousResearch/Llama-2-7b-hf",
    "NousResearch/Llama-2-7b-chat-hf",
  ],
  architecture: {
    layers: 32,
    hidden: 4096,
    intermediate: 11_008,
    vocabulary: 32_000,
    maxPositions: 4096,
    tiedEmbeddings: false,
    gated: true,
    attention: {
      kind: "grouped-query",
      heads: 32,
      kvHeads: 32,
      headDim: 128,
      bias: "none",
      slidingWindow: null,
    },
    moe: null,
  },
  parameters: datasheet(
    6_738_417_664,
    "huggingface.co/api/models/meta-llama/Llama-2-7b-hf safetensors.total",
    "2026-10-01",
  ),
  activeParameters: 6_738_417_664,
  publishedWeights: "fp16",
  shape: datasheet(
    "config.json",
    "mlc-ai/mlc-llm@79d603f python/mlc_llm/model/model_preset.py:llama2_7b",
    "2026-11-25",
  ),
  inferred: ["headDim = hidden / heads", "maxPositions 4096 (preset says 2048; GenZ meta.py says 4096)"],
} satisfies Model;
