import { type Architecture, assumed, datasheet, type Engine, type Gpu, type ReserveInput } from "../domain/index.ts";
import { bytes, gibibytes, mebibytes } from "../units/index.ts";
import { SGLANG_MEMORY } from "./sglang-memory.generated.ts";

const DOCUMENTATION = "SGLang documentation, server arguments and hyperparameter tuning";
const CHOICE = "sgl-project/sglang#10975, server_args.py: how mem_fraction_static is chosen where nobody sets it";

const facts = {
  ...SGLANG_MEMORY,
  chosenBaseMebibytes: datasheet(512, CHOICE, "2026-11-25"),
  chosenMebibytesPerToken: datasheet(1.5, `${CHOICE}: a token of the prefill chunk`, "2026-11-25"),
  chosenMebibytesPerGraphSequence: datasheet(2, `${CHOICE}: a sequence of the largest CUDA graph`, "2026-11-25"),
  chosenMebibytesPerGpu: datasheet(128, `${CHOICE}: a GPU of the group`, "2026-11-25"),
  chosenLeastMebibytes: datasheet(10_240, `${CHOICE}: never less on cards above 60 GiB`, "2026-11-25"),
  activationGib: assumed(
    2,
    `${DOCUMENTATION}: "reserve 5-8 GB for activations" on 80 GB cards, graphs included`,
    "2026-11-25",
  ),
  cudaGraphsGib: assumed(1.5, `${DOCUMENTATION}: graphs up to batch 160-256`, "2026-11-25"),
  oneGpuGib: assumed(0.6, "CUDA context and libraries of one process without communicators", "2026-11-25"),
  maxSequences: assumed(256, "no fixed default: the running limit follows from the KV pool", "2026-11-25"),
} as const;

/** SGLang. Memory law: `--mem-fraction-static` of what a GPU has once the process runs holds weights and KV pool; activations and
 *  CUDA graphs must find room beside it, or the server dies under load. */
export const sglang = {
  name: "SGLang",
  policy: "sglang",
  versions: ["0.4", "0.5"],
  defaultVersion: "0.5",
  image: "lmsysorg/sglang",
  port: 30000,
  healthPath: "/health",
  defaults: (_version: string, gpu: Gpu, tensorParallel: number) => ({
    maxSequences: facts.maxSequences.value,
    maxBatchedTokens: sizesFor(gpu, tensorParallel).chunk,
    utilization: chosenFraction(gpu, tensorParallel),
    blockSize: 1,
    prefixCaching: true,
  }),
  reserve: (input: ReserveInput) => ({
    activation: bytes((gibibytes(facts.activationGib.value) * input.limits.maxBatchedTokens) / 8192),
    cudaGraphs: gibibytes(facts.cudaGraphsGib.value),
    nonTorch: gibibytes(input.tensorParallel > 1 ? facts.settledGib.value : facts.oneGpuGib.value),
    insideShare: { activation: false, cudaGraphs: false, nonTorch: true },
    coverage: {
      status: "extrapolated",
      why: "nearest evidence: two start-up logs of SGLang, Qwen3-235B-A22B-FP8 on 4 x H100 and DeepSeek-R1 on 8 x H200",
    },
    roomError: gibibytes(facts.unseenGib.value),
  }),
  poolLayers: ({ layers }: Architecture) => layers,
  obeysKvCacheOf: () => false,
  metrics: {
    waiting: "sglang:num_queue_reqs",
    running: "sglang:num_running_reqs",
    kvUse: "sglang:token_usage",
    ttftBuckets: "sglang:time_to_first_token_seconds_bucket",
    tpotBuckets: "sglang:inter_token_latency_seconds_bucket",
    e2eBuckets: "sglang:e2e_request_latency_seconds_bucket",
    completed: "sglang:num_requests_total",
  },
  renamed: [],
  troubles: {
    preemptions: ["sglang:num_retracted_requests_total", "sglang:num_retracted_reqs_total"],
    requests: {
      failed: { metric: "sglang:num_aborted_requests_total", matchers: "" },
      all: { metric: "sglang:num_requests_total", matchers: "" },
    },
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

/** Prefill chunk (tokens) and largest CUDA graph (sequences) that SGLang chooses by the size of the card. */
function sizesFor(gpu: Gpu, tensorParallel: number): { readonly chunk: number; readonly graph: number } {
  const size = gpu.memoryUsable.value / gibibytes(1);
  const row = SIZES.find(({ below }) => size < below) ?? LARGEST;
  return { chunk: row.chunk, graph: tensorParallel < 4 ? row.graph : row.graphOfGroup };
}

const LARGEST = { below: Infinity, chunk: 16_384, graph: 512, graphOfGroup: 512 } as const;
const SIZES = [
  { below: 20, chunk: 2048, graph: 8, graphOfGroup: 8 },
  { below: 35, chunk: 2048, graph: 24, graphOfGroup: 80 },
  { below: 60, chunk: 4096, graph: 32, graphOfGroup: 160 },
  { below: 160, chunk: 8192, graph: 256, graphOfGroup: 512 },
] as const;

/** `mem_fraction_static` where nobody sets it, to three digits as the server rounds it. */
function chosenFraction(gpu: Gpu, tensorParallel: number): number {
  const total = gpu.memoryUsable.value / mebibytes(1);
  const { chunk, graph } = sizesFor(gpu, tensorParallel);
  const reserved =
    facts.chosenBaseMebibytes.value +
    facts.chosenMebibytesPerToken.value * Math.max(chunk, 2048) +
    facts.chosenMebibytesPerGraphSequence.value * graph +
    facts.chosenMebibytesPerGpu.value * tensorParallel;
  const least = total > 60 * 1024 ? facts.chosenLeastMebibytes.value : 0;
  return Math.round((1000 * (total - Math.max(reserved, least))) / total) / 1000;
}
