import { assumed, datasheet, type Engine, type Gpu, type ReserveInput } from "../domain/index.ts";
import { bytes, gibibytes } from "../units/index.ts";

const DOCUMENTATION = "SGLang documentation, server arguments and hyperparameter tuning";

const facts = {
  staticFraction: assumed(0.88, `${DOCUMENTATION}: chosen at start from GPU and parallelism, 0.8-0.9`, "2026-11-25"),
  activationGib: assumed(
    2,
    `${DOCUMENTATION}: "reserve 5-8 GB for activations" on 80 GB cards, graphs included`,
    "2026-11-25",
  ),
  cudaGraphsGib: assumed(1.5, `${DOCUMENTATION}: graphs up to batch 160-256`, "2026-11-25"),
  nonTorchGib: assumed(0.5, "as vLLM with several GPUs", "2026-11-25"),
  maxSequences: assumed(256, "no fixed default: the running limit follows from the KV pool", "2026-11-25"),
  chunkedPrefillTokens: datasheet(
    8192,
    `${DOCUMENTATION}: --chunked-prefill-size on 80 GB cards, 2048 below 24 GB`,
    "2026-11-25",
  ),
} as const;

/** SGLang. Memory law: `--mem-fraction-static` of the GPU holds weights and KV pool and nothing else; activations, CUDA
 *  graphs and the rest must find room beside it, or the server dies under load. */
export const sglang = {
  name: "SGLang",
  policy: "sglang",
  versions: ["0.4", "0.5"],
  defaultVersion: "0.5",
  image: "lmsysorg/sglang",
  port: 30000,
  healthPath: "/health",
  defaults: (_version: string, gpu: Gpu) => ({
    maxSequences: facts.maxSequences.value,
    maxBatchedTokens: gpu.memoryNominal.value >= gibibytes(40) ? facts.chunkedPrefillTokens.value : 2048,
    utilization: facts.staticFraction.value,
    blockSize: 1,
    prefixCaching: true,
  }),
  reserve: (input: ReserveInput) => ({
    activation: bytes((gibibytes(facts.activationGib.value) * input.limits.maxBatchedTokens) / 8192),
    cudaGraphs: gibibytes(facts.cudaGraphsGib.value),
    nonTorch: gibibytes(facts.nonTorchGib.value),
    insideShare: { activation: false, cudaGraphs: false, nonTorch: false },
    coverage: { status: "extrapolated", why: "no SGLang start-up log has been fitted yet; documented rules of thumb" },
  }),
  metrics: {
    waiting: "sglang:num_queue_reqs",
    running: "sglang:num_running_reqs",
    kvUse: "sglang:token_usage",
    ttftBuckets: "sglang:time_to_first_token_seconds_bucket",
    tpotBuckets: "sglang:inter_token_latency_seconds_bucket",
    e2eBuckets: "sglang:e2e_request_latency_seconds_bucket",
    completed: "sglang:num_requests_total",
  },
  flags: {
    model: "--model-path",
    revision: "--revision",
    maxContext: "--context-length",
    maxSequences: "--max-running-requests",
    maxBatchedTokens: "--chunked-prefill-size",
    utilization: "--mem-fraction-static",
    tensorParallel: "--tp-size",
    kvCache: "--kv-cache-dtype",
    dtype: "--dtype",
    quantization: "--quantization",
    prefixCachingOff: "--disable-radix-cache",
  },
  facts,
  warning: null,
} satisfies Engine;
