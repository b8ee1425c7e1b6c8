import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hardwareByName, ONE_REPLICA, type SimulationResult, simulate, type Workload } from "../../../planner/index.ts";

/** One measured run of requests that arrive when they arrive. Seconds. */
export interface OpenRun {
  readonly name: string;
  readonly model: string;
  readonly gpu: string;
  readonly tensorParallel: number;
  readonly maxSequences: number;
  /** KV blocks that the engine had; null where nobody wrote them down. */
  readonly kvBlocks: number | null;
  readonly workload: Workload;
  readonly measured: { readonly [metric in "ttft" | "tpot" | "e2e"]: readonly number[] };
}

const RUNS = [
  {
    name: "RTX4090-Llama-3.1-8B",
    ...{ model: "meta-llama/Llama-3.1-8B", gpu: "rtx-4090", tensorParallel: 1, maxSequences: 256, kvBlocks: 2588 },
  },
  {
    name: "RTXPRO6000-Qwen3-32B-tp2",
    ...{ model: "Qwen/Qwen3-32B", gpu: "rtx-pro-6000-server", tensorParallel: 2, maxSequences: 128, kvBlocks: null },
  },
] as const;

interface MeasuredRequest {
  readonly input_toks: number;
  readonly output_toks: number;
  readonly queued_ts: number;
  readonly first_token_ts: number;
  readonly last_token_ts: number;
}

/** The measured open-loop runs (casys-kaist/LLMServingSim@5daddb2, vLLM 0.19, bf16, 2048 tokens a step): both overloaded. */
export function openRuns(shared: string): readonly OpenRun[] {
  return RUNS.map((run) => {
    const path = join(shared, "data/measured/requests", run.name, "requests.jsonl");
    const lines = readFileSync(path, "utf8").trim().split("\n");
    const requests = lines
      .map((line) => JSON.parse(line) as MeasuredRequest)
      .sort((a, b) => a.queued_ts - b.queued_ts || a.input_toks - b.input_toks);
    const start = requests[0]?.queued_ts ?? 0;
    return {
      ...run,
      workload: {
        arrivals: Float64Array.from(requests, (one) => one.queued_ts - start),
        inputTokens: Int32Array.from(requests, (one) => one.input_toks),
        outputTokens: Int32Array.from(requests, (one) => one.output_toks),
        ...{ prefixIds: null, prefixTokens: null },
      },
      measured: {
        ttft: requests.map((one) => one.first_token_ts - one.queued_ts),
        tpot: requests
          .filter((one) => one.output_toks > 1)
          .map((one) => (one.last_token_ts - one.first_token_ts) / (one.output_toks - 1)),
        e2e: requests.map((one) => one.last_token_ts - one.queued_ts),
      },
    };
  });
}

/** Simulates a run with the committed laws; `kvBlocks`: the engine's own, or null for what the memory law says. */
export function simulateOpenRun(run: OpenRun, kvBlocks: number | null): SimulationResult {
  const { model, gpu, tensorParallel, maxSequences } = run;
  const answer = hardwareByName({
    ...{ model, gpu, tensorParallel, engine: "vllm", version: "0.19", weights: "bf16", kvCache: "auto" },
    ...{ maxContext: null, utilization: null, maxSequences, maxBatchedTokens: 2048 },
  });
  if (answer.kind === "refused") throw new Error(answer.message);
  const simulated = simulate({
    ...ONE_REPLICA,
    load: { kind: "open", workload: run.workload },
    ...{ policy: "vllm", limits: { ...answer.limits, kvBlocks: kvBlocks ?? answer.limits.kvBlocks } },
    stepTime: answer.hardware.stepTime,
    keepRequests: false,
  });
  if (simulated.kind !== "simulated") throw new Error(simulated.message);
  return simulated.result;
}
