import {
  type Coverage,
  datasheet,
  type Engine,
  type EngineLimits,
  type Gpu,
  isAtLeast,
  majorMinor,
  type ReserveInput,
  type WeightFormat,
} from "../domain/index.ts";
import { type Bytes, gibibytes } from "../units/index.ts";
import { vllmPoolLayers, vllmReserve } from "./_vllm-memory.ts";
import { VLLM_MEMORY, VLLM_ROOM_ERROR } from "./vllm-memory.generated.ts";

const SOURCE_DEFAULTS = "ai-dynamo/aiconfigurator@095f58a (vLLM engine defaults by version)";

const facts = {
  ...VLLM_MEMORY,
  ...VLLM_ROOM_ERROR,
  graphsCountedSince: datasheet(
    "0.21",
    "vllm-project/vllm#45178, start-up logs name it the default since 0.21",
    "2026-11-23",
  ),
  utilization: datasheet(0.9, SOURCE_DEFAULTS, "2026-11-23"),
  utilizationSince22: datasheet(0.92, SOURCE_DEFAULTS, "2026-11-23"),
  blockSize: datasheet(16, "vLLM documentation, engine arguments, --block-size", "2026-11-23"),
  kvCacheOfBuildSince: datasheet(
    "0.14",
    "vllm-project/vllm#30785, merged 2025-12-16: ModelOpt builds (nvfp4) name an fp8 KV cache",
    "2026-11-25",
  ),
} as const;

/** vLLM, V1 engine. Its memory law stands in `_vllm-memory.ts`; the coefficients are fitted to start-up logs. */
export const vllm = {
  name: "vLLM",
  policy: "vllm",
  versions: versionsBetween(8, 24),
  defaultVersion: "0.15",
  image: "vllm/vllm-openai",
  port: 8000,
  healthPath: "/health",
  defaults,
  reserve: (input: ReserveInput) => {
    const coverage = coverageOf(input);
    return { ...vllmReserve(input, VLLM_MEMORY), coverage, roomError: roomErrorOf(coverage) };
  },
  poolLayers: vllmPoolLayers,
  obeysKvCacheOf: (weights: WeightFormat, version: string) =>
    weights === "nvfp4" && isAtLeast(version, facts.kvCacheOfBuildSince.value),
  metrics: {
    waiting: "vllm:num_requests_waiting",
    running: "vllm:num_requests_running",
    kvUse: "vllm:kv_cache_usage_perc",
    ttftBuckets: "vllm:time_to_first_token_seconds_bucket",
    tpotBuckets: "vllm:request_time_per_output_token_seconds_bucket",
    e2eBuckets: "vllm:e2e_request_latency_seconds_bucket",
    completed: "vllm:request_success_total",
  },
  renamed: [
    {
      before: "0.11",
      metrics: { kvUse: "vllm:gpu_cache_usage_perc", tpotBuckets: "vllm:time_per_output_token_seconds_bucket" },
    },
  ],
  troubles: {
    preemptions: ["vllm:num_preemptions_total"],
    // The server counts answers by class of status; CUDA out of memory is answered with 500.
    requests: {
      failed: { metric: "http_requests_total", matchers: 'handler=~"/v1/.*",status="5xx"' },
      all: { metric: "http_requests_total", matchers: 'handler=~"/v1/.*"' },
    },
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

/** Limits and versions of the start-up logs the law was fitted on. */
const MEASURED = { gpu: "NVIDIA H100 SXM5", oldest: "0.11", newest: "0.19", sequences: 1024, tokens: 8192 } as const;
const EVIDENCE = `start-up logs of vLLM ${MEASURED.oldest}-${MEASURED.newest} on H100 with 1 to 4 GPUs`;

function coverageOf({ version, gpu, tensorParallel, limits }: ReserveInput): Coverage {
  const far = beyond(majorMinor(version) ?? version, gpu, tensorParallel);
  if (far !== null) return { status: "extrapolated", why: `${far}; nearest evidence: ${EVIDENCE}` };
  const { maxSequences, maxBatchedTokens } = limits;
  if (maxSequences > MEASURED.sequences || maxBatchedTokens > MEASURED.tokens) {
    return { status: "extrapolated", why: `limits above those of the ${EVIDENCE} (1024 sequences, 8192 tokens)` };
  }
  if (maxSequences === MEASURED.sequences && maxBatchedTokens === MEASURED.tokens) {
    return { status: "measured", why: EVIDENCE };
  }
  return { status: "interpolated", why: `${EVIDENCE}, at 1024 sequences and 8192 tokens a step` };
}

/** What no log that was fitted shows; null where one does. */
function beyond(minor: string, gpu: Gpu, tensorParallel: number): string | null {
  if (!isAtLeast(minor, MEASURED.oldest))
    return `builds before 0.11 needed up to 1.7 GiB more than the law says (this is ${minor})`;
  if (isAtLeast(minor, "0.21")) {
    return `vLLM ${minor} subtracts an estimate of CUDA graphs that some models inflate threefold (vllm-project/vllm#45178)`;
  }
  if (isAtLeast(minor, "0.20")) return `no log of vLLM ${minor} has been fitted`;
  if (gpu.name !== MEASURED.gpu) return `no log of ${gpu.name} has been fitted`;
  return tensorParallel > 4 ? `no log with ${tensorParallel} GPUs has been fitted` : null;
}

const roomErrorOf = ({ status }: Coverage): Bytes =>
  gibibytes(status === "extrapolated" ? facts.elsewhereGib.value : facts.fittedGib.value);

function versionsBetween(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => `0.${first + index}`);
}
