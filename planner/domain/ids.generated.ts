// Written by `npm run generate` from the folder listing. Do not edit.

/** A GPU of the catalogue. */
export type GpuId =
  | "a10"
  | "a10g"
  | "a100-pcie-40gb"
  | "a100-pcie-80gb"
  | "a100-sxm4-40gb"
  | "a100-sxm4-80gb"
  | "b200-sxm6"
  | "b300-sxm6"
  | "h100-pcie"
  | "h100-sxm5"
  | "h200-sxm5"
  | "l4"
  | "l40s"
  | "mi300x"
  | "rtx-4090"
  | "rtx-pro-6000-server"
  | "t4";

/** A model of the catalogue. */
export type ModelSlug =
  | "codellama-7b-hf"
  | "codellama-13b-hf"
  | "codellama-34b-hf"
  | "deepseek-r1"
  | "deepseek-v3"
  | "dialogpt-medium"
  | "falcon-7b-instruct"
  | "gemma-2-2b"
  | "gemma-2-9b"
  | "gemma-2-27b"
  | "gemma-3-1b-it"
  | "gemma-3-4b-it"
  | "gemma-3-12b-it"
  | "gemma-3-27b-it"
  | "gemma-4-26b-a4b"
  | "gpt-oss-20b"
  | "gpt-oss-120b"
  | "gpt2"
  | "granite-3.1-2b-instruct"
  | "granite-3.1-8b-instruct"
  | "kimi-k2.5"
  | "llama-2-7b-hf"
  | "llama-2-13b-hf"
  | "llama-2-70b-hf"
  | "llama-3.1-8b"
  | "llama-3.1-70b"
  | "llama-3.1-405b"
  | "llama-3.2-1b"
  | "llama-3.2-3b"
  | "llama-3.3-70b-instruct"
  | "llama-4-scout-17b-16e-instruct"
  | "meta-llama-3-8b"
  | "meta-llama-3-70b"
  | "minimax-m2.5"
  | "mistral-7b-instruct-v0.2"
  | "mistral-7b-instruct-v0.3"
  | "mistral-nemo-instruct-2407"
  | "mistral-small-3.1-24b-instruct-2503"
  | "mistral-small-24b-instruct-2501"
  | "mixtral-8x7b-v0.1"
  | "mixtral-8x22b-v0.1"
  | "phi-3.5-mini-instruct"
  | "phi-3-medium-4k-instruct"
  | "phi-3-mini-4k-instruct"
  | "phi-4"
  | "phi-4-mini-instruct"
  | "qwen1.5-moe-a2.7b"
  | "qwen2.5-0.5b"
  | "qwen2.5-1.5b"
  | "qwen2.5-3b"
  | "qwen2.5-7b"
  | "qwen2.5-14b"
  | "qwen2.5-32b"
  | "qwen2.5-72b"
  | "qwen3-0.6b"
  | "qwen3-1.7b"
  | "qwen3-4b"
  | "qwen3-4b-instruct-2507"
  | "qwen3-8b"
  | "qwen3-14b"
  | "qwen3-30b-a3b"
  | "qwen3-30b-a3b-instruct-2507"
  | "qwen3-32b"
  | "qwen3-235b-a22b"
  | "qwen3-235b-a22b-instruct-2507"
  | "tinyllama-1.1b-chat-v1.0"
  | "yi-34b";

/** A serving engine. */
export type EngineId = "sglang" | "static" | "tgi" | "vllm";

/** A place to run. */
export type PlatformId =
  | "aks"
  | "aws-lambda"
  | "azure-container-apps"
  | "azure-container-instances"
  | "cloud-run"
  | "eks"
  | "gke"
  | "hf-endpoints"
  | "lambda-cloud"
  | "sagemaker";

/** A platform whose prices are known. */
export type PricedPlatformId = "eks";

/** A rule for changes. */
export type PolicyId = "gpu-memory-headroom" | "image-digest" | "model-revision";
