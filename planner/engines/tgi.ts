import { type Architecture, assumed, datasheet, type Engine, type ReserveInput } from "../domain/index.ts";
import { bytes, gibibytes } from "../units/index.ts";

const DOCUMENTATION = "Text Generation Inference documentation, launcher arguments (3.3)";

const facts = {
  memoryFraction: datasheet(1, `${DOCUMENTATION}: --cuda-memory-fraction`, "2026-11-25"),
  headroomShare: assumed(
    0.05,
    "the warm-up keeps a share of what it found free; read from the launcher's behaviour",
    "2026-11-25",
  ),
  maxPrefillTokens: datasheet(4096, `${DOCUMENTATION}: --max-batch-prefill-tokens`, "2026-11-25"),
  maxConcurrent: datasheet(128, `${DOCUMENTATION}: --max-concurrent-requests`, "2026-11-25"),
  activationBytesPerTokenAndHidden: assumed(24, "live buffers of a prefill, two bytes each", "2026-11-25"),
  cudaGraphsGib: assumed(0.4, "graphs for batches 1 to 32 (--cuda-graphs)", "2026-11-25"),
  nonTorchGib: assumed(0.5, "CUDA context and communicators", "2026-11-25"),
} as const;

/** Text Generation Inference: prefill first, the KV pool is what a warm-up with the largest prefill leaves. */
export const tgi = {
  name: "Text Generation Inference",
  policy: "tgi",
  versions: ["2.4", "3.0", "3.1", "3.2", "3.3"],
  defaultVersion: "3.3",
  image: "ghcr.io/huggingface/text-generation-inference",
  port: 80,
  healthPath: "/health",
  defaults: () => ({
    maxSequences: facts.maxConcurrent.value,
    maxBatchedTokens: facts.maxPrefillTokens.value,
    utilization: facts.memoryFraction.value - facts.headroomShare.value,
    blockSize: 1,
    prefixCaching: true,
  }),
  reserve: (input: ReserveInput) => ({
    activation: bytes(
      facts.activationBytesPerTokenAndHidden.value * input.limits.maxBatchedTokens * input.architecture.hidden,
    ),
    cudaGraphs: gibibytes(facts.cudaGraphsGib.value),
    nonTorch: gibibytes(facts.nonTorchGib.value),
    insideShare: { activation: true, cudaGraphs: true, nonTorch: true },
    coverage: { status: "extrapolated", why: "no start-up log of Text Generation Inference has been fitted yet" },
    roomError: null,
  }),
  poolLayers: ({ layers }: Architecture) => layers,
  obeysKvCacheOf: () => false,
  metrics: {
    waiting: "tgi_queue_size",
    running: "tgi_batch_current_size",
    kvUse: null,
    ttftBuckets: null,
    tpotBuckets: "tgi_request_mean_time_per_token_duration_bucket",
    e2eBuckets: "tgi_request_duration_bucket",
    completed: "tgi_request_success",
  },
  renamed: [],
  troubles: {
    preemptions: [],
    requests: {
      failed: { metric: "tgi_request_failure", matchers: 'err!="validation"' },
      all: { metric: "tgi_request_count", matchers: "" },
    },
  },
  flags: {
    model: "--model-id",
    revision: "--revision",
    maxContext: "--max-total-tokens",
    maxSequences: "--max-concurrent-requests",
    maxBatchedTokens: "--max-batch-prefill-tokens",
    utilization: "--cuda-memory-fraction",
    tensorParallel: "--num-shard",
    kvCache: "--kv-cache-dtype",
    dtype: "--dtype",
    quantization: "--quantize",
    prefixCachingOff: null,
  },
  facts,
  warning:
    "Text Generation Inference is archived upstream (maintenance mode since 2025-12-11, repository archived 2026-03-21); its makers recommend vLLM or SGLang.",
} satisfies Engine;
