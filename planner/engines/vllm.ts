import {
  type Architecture,
  assumed,
  type Coverage,
  datasheet,
  type Engine,
  type EngineLimits,
  type Gpu,
  isAtLeast,
  majorMinor,
  measured,
  type ReserveInput,
} from "../domain/index.ts";
import { bytes, gibibytes } from "../units/index.ts";

const BENCHMARK = "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md";
const SOURCE_DEFAULTS = "ai-dynamo/aiconfigurator@095f58a (vLLM engine defaults by version)";

const facts = {
  samplerBytesPerSequenceAndWord: measured(
    9.7 * 4,
    `least squares on 7 start-up logs (k = 9.59-9.96), ${BENCHMARK} and vllm-project/vllm#21489`,
    "2026-11-23",
  ),
  forwardCopiesPerToken: assumed(
    3,
    "live buffers of the profiling pass: residual, gate and up projection",
    "2026-11-25",
  ),
  nonTorchOneGpuGib: measured(0.13, BENCHMARK, "2026-11-23"),
  nonTorchSeveralGpusGib: measured(0.55, BENCHMARK, "2026-11-23"),
  cudaGraphsGib: assumed(0.5, `0.10-1.03 GiB printed in ${BENCHMARK}; some logs print negative figures`, "2026-11-23"),
  graphsCountedSince: measured(
    "0.21",
    "vllm-project/vllm#45178, start-up logs with and without the estimate",
    "2026-11-23",
  ),
  utilization: datasheet(0.9, SOURCE_DEFAULTS, "2026-11-23"),
  utilizationSince22: datasheet(0.92, SOURCE_DEFAULTS, "2026-11-23"),
  blockSize: datasheet(16, "vLLM documentation, engine arguments, --block-size", "2026-11-23"),
} as const;

/** vLLM, V1 engine. Memory law: at start-up it profiles a forward pass of `maxBatchedTokens` and a dummy sampler over
 *  `maxSequences`; whichever peak is higher is kept free. Up to 128 k-word vocabularies and 1024 sequences the sampler
 *  dominates: 9.7 x sequences x vocabulary x 4 bytes on each GPU, whatever the model's size. */
export const vllm = {
  name: "vLLM",
  policy: "vllm",
  versions: versionsBetween(8, 24),
  defaultVersion: "0.15",
  image: "vllm/vllm-openai",
  port: 8000,
  healthPath: "/health",
  defaults,
  reserve: (input: ReserveInput) => ({
    activation: bytes(Math.max(samplerPeak(input), forwardPeak(input))),
    cudaGraphs: gibibytes(facts.cudaGraphsGib.value),
    nonTorch: gibibytes(input.tensorParallel > 1 ? facts.nonTorchSeveralGpusGib.value : facts.nonTorchOneGpuGib.value),
    insideShare: {
      activation: true,
      cudaGraphs: isAtLeast(input.version, facts.graphsCountedSince.value),
      nonTorch: true,
    },
    coverage: coverageOf(input.version, input.gpu),
  }),
  metrics: {
    waiting: "vllm:num_requests_waiting",
    running: "vllm:num_requests_running",
    kvUse: "vllm:kv_cache_usage_perc",
    ttftBuckets: "vllm:time_to_first_token_seconds_bucket",
    tpotBuckets: "vllm:request_time_per_output_token_seconds_bucket",
    e2eBuckets: "vllm:e2e_request_latency_seconds_bucket",
    completed: "vllm:request_success_total",
  },
  flags: {
    model: "--model",
    revision: "--revision",
    maxContext: "--max-model-len",
    maxSequences: "--max-num-seqs",
    maxBatchedTokens: "--max-num-batched-tokens",
    utilization: "--gpu-memory-utilization",
    tensorParallel: "--tensor-parallel-size",
    kvCache: "--kv-cache-dtype",
    dtype: "--dtype",
    quantization: "--quantization",
    prefixCachingOff: "--no-enable-prefix-caching",
  },
  facts,
  warning: null,
} satisfies Engine;

/** Effective V1 defaults of the server: large cards get 1024 sequences and 8192 tokens, except the A100. */
function defaults(version: string, gpu: Gpu): EngineLimits {
  const large = gpu.memoryNominal.value >= gibibytes(70) && !gpu.name.includes("A100");
  return {
    maxSequences: large ? 1024 : 256,
    maxBatchedTokens: large ? 8192 : 2048,
    utilization: isAtLeast(version, "0.22") ? facts.utilizationSince22.value : facts.utilization.value,
    blockSize: facts.blockSize.value,
    prefixCaching: true,
  };
}

const samplerPeak = (input: ReserveInput): number =>
  facts.samplerBytesPerSequenceAndWord.value * input.limits.maxSequences * input.architecture.vocabulary;

/** Two bytes for each element of the widest buffers that are alive at once in one layer. */
function forwardPeak(input: ReserveInput): number {
  const { hidden } = input.architecture;
  const widest = hidden + (2 * widthOf(input.architecture)) / input.tensorParallel;
  return 2 * facts.forwardCopiesPerToken.value * input.limits.maxBatchedTokens * widest;
}

function widthOf(architecture: Architecture): number {
  if (architecture.moe === null) return architecture.intermediate;
  return architecture.moe.expertIntermediate * architecture.moe.expertsPerToken;
}

/** Cards whose start-up logs the law was fitted on. */
const MEASURED_ON = ["NVIDIA H100 SXM5", "NVIDIA B200 SXM6"];

function coverageOf(version: string, gpu: Gpu): Coverage {
  const minor = majorMinor(version) ?? version;
  if (isAtLeast(minor, "0.21")) {
    return {
      status: "extrapolated",
      why: `vLLM ${minor} subtracts an estimate of CUDA graphs, which can cut KV threefold (vllm-project/vllm#45178)`,
    };
  }
  if (isAtLeast(minor, "0.16")) {
    return { status: "extrapolated", why: `the memory law was fitted on vLLM 0.11-0.15, not on ${minor}` };
  }
  if (isAtLeast(minor, "0.11") && !MEASURED_ON.includes(gpu.name)) {
    return { status: "extrapolated", why: `the memory law was fitted on H100 and B200, not on ${gpu.name}` };
  }
  if (isAtLeast(minor, "0.11")) return { status: "measured", why: `start-up logs of vLLM 0.11-0.15 (${BENCHMARK})` };
  return {
    status: "extrapolated",
    why: `builds before 0.11 needed up to 1.7 GiB more than the law says (this is ${minor})`,
  };
}

function versionsBetween(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `0.${first + index}`);
}
