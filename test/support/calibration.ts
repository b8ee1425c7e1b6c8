import type { Calibration } from "../../planner/index.ts";

/** A calibration of Llama 3.1 8B on an H100 whose steps take twice as long as predicted; to be changed where a test needs it. */
export function calibration(changes: Partial<Calibration> = {}): Calibration {
  const error = { median: 0.05, p90: 0.1, bias: -0.02 };
  return {
    subject: {
      model: "meta-llama/Llama-3.1-8B",
      gpu: "h100-sxm5",
      tensorParallel: 1,
      engine: { name: "vllm", version: "0.15" },
      weights: "bf16",
    },
    terms: { offsetSeconds: 0, decode: 2, kv: 2, prefill: 2 },
    undetermined: ["kv"],
    fittedOn: {
      ...{ source: "vllm-bench", date: "2026-11-25", loads: 4, requests: 640 },
      range: { concurrency: [1, 1000], inputTokens: [100, 10_000], outputTokens: [10, 2000] },
    },
    error: {
      heldBack: "every third load",
      before: { ttft: { median: 0.5, p90: 0.6, bias: -0.5 }, tpot: { median: 0.5, p90: 0.6, bias: -0.5 } },
      after: { ttft: null, tpot: error },
    },
    relativeError: 0.06,
    firstTokenError: 0.1,
    ...changes,
  };
}
