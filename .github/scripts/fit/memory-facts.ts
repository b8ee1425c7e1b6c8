import type { FittedFact } from "./generated-facts.ts";
import { fitMemoryLaw, type MemoryCoefficients } from "./memory-fit.ts";
import type { MemoryPoint } from "./memory-points.ts";
import { heldOut, worstOf } from "./memory-validation.ts";

const BENCHMARK = "llm-d/llm-d-benchmark@2593348 config_explorer/empirical-vllm-memory-results.md";
const PLANNER = "llm-d-incubation/llm-d-planner@875a4fd accuracy/accuracy_report.md";
const RTX = "casys-kaist/LLMServingSim@5daddb2 bench/examples/RTX4090/Llama-3.1-8B/vllm/meta.json";

/** Where each coefficient comes from and in which range it was seen. */
const ORIGIN: Readonly<Record<keyof MemoryCoefficients, { readonly source: string; readonly range: string }>> = {
  sortedSamplerBytes: {
    source: `${BENCHMARK}; ${PLANNER}`,
    range: "vLLM 0.11-0.16, 1024 sequences, 128 k-201 k words",
  },
  sortedSamplerGib: { source: `${BENCHMARK}; ${PLANNER}`, range: "vLLM 0.11-0.16, 1024 sequences, 128 k-201 k words" },
  samplerBytes: { source: PLANNER, range: "vLLM 0.17-0.19, 1024 sequences, 32 k-256 k words" },
  samplerGib: { source: PLANNER, range: "vLLM 0.17-0.19, 1024 sequences, 32 k-256 k words" },
  forwardHiddenCopies: {
    source: PLANNER,
    range: "two logs: CodeLlama-7b and Granite 3.1 8B, vLLM 0.19, 8192 tokens a step",
  },
  visionGib: { source: PLANNER, range: "vLLM 0.19, Gemma 3, Mistral Small 3.1 and Llama 4 Scout" },
  graphGib: {
    source: `${PLANNER}; two start-up logs of vLLM 0.22`,
    range: "54-102 graphs, models of 4-8 B on one GPU",
  },
  nonTorchGib: { source: `${BENCHMARK}; ${PLANNER}`, range: "H100, vLLM 0.11-0.17" },
  nonTorchTwoGib: { source: BENCHMARK, range: "one log: 2 x H100, vLLM of 2025 H2" },
  nonTorchGibSince18: { source: PLANNER, range: "H100, vLLM 0.18-0.19" },
  nonTorchGibAdaSince18: { source: RTX, range: "one log: RTX 4090, vLLM 0.19, what its KV pool leaves" },
  nonTorchTwoGibSince18: { source: PLANNER, range: "2 x H100, vLLM 0.19" },
  nonTorchFourGibSince18: { source: PLANNER, range: "4 x H100, vLLM 0.19" },
};

/** Every fitted number with its source, its range, and what it is off by where it did not see the log. */
export function memoryFacts(
  points: readonly MemoryPoint[],
): Readonly<Record<string, Readonly<Record<string, FittedFact>>>> {
  const law = fitMemoryLaw(points);
  const unseen = heldOut(points, (point) => point.model?.id ?? "");
  const near = unseen.filter(({ gpu, version }) => gpu === "NVIDIA H100 SXM5" && version !== "0.10");
  const far = unseen.filter((residual) => !near.includes(residual));
  const mean = near.reduce((sum, { error }) => sum + Math.abs(error), 0) / near.length;
  const error = `KV room of ${near.length} unseen H100 logs: mean ${(100 * mean).toFixed(2)} %, worst ${(100 * worstOf(near.map((one) => one.error))).toFixed(2)} %`;
  const fitted = Object.entries(law).map(([name, value]): [string, FittedFact] => {
    const { source, range } = ORIGIN[name as keyof MemoryCoefficients];
    return [name, { value, source, range, error, seen: "2026-11-25" }];
  });
  return {
    VLLM_MEMORY: Object.fromEntries(fitted),
    VLLM_ROOM_ERROR: {
      fittedGib: residualFact(
        quantile90(near.map(({ gib }) => Math.abs(gib))),
        `nine of ten of ${near.length} H100 logs lie within, each model held out`,
      ),
      elsewhereGib: residualFact(
        Math.max(...far.map(({ gib }) => Math.abs(gib))),
        `the worst of ${far.length} logs of other cards and older builds: ${far.map(({ label }) => label).join(", ")}`,
      ),
    },
  };
}

const residualFact = (value: number, range: string): FittedFact => ({
  value,
  source: `${BENCHMARK}; ${PLANNER}; ${RTX}; vllm-project/vllm#21348`,
  range,
  error: "is itself an error, of KV room",
  seen: "2026-11-25",
});

/** 90th percentile, interpolated linearly (Hyndman-Fan type 7). */
function quantile90(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = 0.9 * (sorted.length - 1);
  const [low = 0, high = 0] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return low + (high - low) * (at - Math.floor(at));
}
