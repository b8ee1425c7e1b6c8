import { type Architecture, assumed, type Engine, type Gpu, type ReserveInput } from "../domain/index.ts";
import { bytes, gibibytes } from "../units/index.ts";

const PRACTICE = "Hugging Face transformers generate() in fixed batches, as naive serving scripts do";

const facts = {
  batch: assumed(8, PRACTICE, "2026-11-25"),
  activationBytesPerTokenAndHidden: assumed(32, "eager buffers of a prefill, two bytes each", "2026-11-25"),
  nonTorchGib: assumed(0.6, "CUDA context of an eager PyTorch process", "2026-11-25"),
} as const;

/** A plain PyTorch pipeline that answers fixed batches: the contrast to continuous batching. No KV pool, no graphs. */
export const staticEntry = {
  name: "static batches (transformers)",
  policy: "static",
  versions: ["1.0"],
  defaultVersion: "1.0",
  image: "huggingface/transformers-pytorch-gpu",
  port: 8000,
  healthPath: "/health",
  defaults: (_version: string, _gpu: Gpu) => ({
    maxSequences: facts.batch.value,
    maxBatchedTokens: 1_000_000,
    utilization: 1,
    blockSize: 1,
    prefixCaching: false,
  }),
  reserve: (input: ReserveInput) => ({
    activation: bytes(facts.activationBytesPerTokenAndHidden.value * 2048 * input.architecture.hidden),
    cudaGraphs: bytes(0),
    nonTorch: gibibytes(facts.nonTorchGib.value),
    insideShare: { activation: true, cudaGraphs: true, nonTorch: true },
    coverage: { status: "extrapolated", why: "an eager pipeline has no fixed memory plan; buffers were estimated" },
    roomError: null,
  }),
  poolLayers: ({ layers }: Architecture) => layers,
  obeysKvCacheOf: () => false,
  metrics: {
    waiting: "requests_waiting",
    running: "requests_running",
    kvUse: null,
    ttftBuckets: null,
    tpotBuckets: null,
    e2eBuckets: "request_duration_seconds_bucket",
    completed: "requests_completed_total",
  },
  renamed: [],
  troubles: { preemptions: [], requests: null },
  flags: {
    model: "--model",
    revision: "--revision",
    maxContext: "--max-length",
    maxSequences: "--batch-size",
    maxBatchedTokens: null,
    utilization: null,
    tensorParallel: null,
    kvCache: null,
    dtype: null,
    quantization: null,
    prefixCachingOff: null,
  },
  facts,
  warning:
    "Fixed batches hold every answer back until the longest is done; any continuous-batching engine serves several times more.",
} satisfies Engine;
