import {
  drawStages,
  hardwareByName,
  type LatencyStatistics,
  ONE_REPLICA,
  type Seconds,
  type ServingByName,
  type StepTime,
  scaledStepTime,
  simulate,
} from "../../planner/index.ts";
import { latenciesOf, lengthsOf, statisticsOf } from "../../planner/plan/observed-load.ts";
import type { LoadSpec } from "../../planner/simulate/simulate.ts";

/** What the made results were measured on, as `calibrate` is told it. */
export const SERVING: ServingByName = {
  ...{ model: "Qwen/Qwen3-8B", gpu: "l40s", tensorParallel: 1, engine: "vllm", version: "0.15", weights: "bf16" },
  ...{ kvCache: "auto", maxSequences: null, maxBatchedTokens: null, maxContext: 8192, utilization: null },
};
export const FLAGS =
  "--model Qwen/Qwen3-8B --gpu l40s --engine vllm@0.15 --weights bf16 --max-context 8192 --now 2026-11-25".split(" ");

/** One run of a closed loop, as each kind of result file tells it. */
export interface MadeRun {
  readonly concurrency: number;
  readonly input: Int32Array;
  readonly output: Int32Array;
  /** Seconds. */
  readonly ttft: Float64Array;
  readonly tpot: Float64Array;
  readonly start: Float64Array;
}

type Change = number | ((predicted: StepTime) => StepTime);

/** A closed loop on an engine that is so many times slower than predicted, or whose step time is changed in another way. */
export function madeRun(concurrency: number, change: Change): MadeRun {
  const { input, output } = lengths(6 * concurrency + 6);
  return { concurrency, ...measured({ kind: "closed", concurrency, input, output }, change) };
}

/** Poisson arrivals at so many a second, over some seconds. */
export function madeOpenRun(rate: number, seconds: number, change: Change): MadeRun {
  const of = { kind: "fixed", tokens: 1 } as const;
  const stage = { rate, end: { duration: seconds as Seconds }, inputTokens: of, outputTokens: of };
  const arrivals = Float64Array.from([...drawStages([stage], 3)].flatMap((piece) => [...piece.arrivals]));
  const { input, output } = lengths(arrivals.length);
  const workload = { arrivals, inputTokens: input, outputTokens: output, prefixIds: null, prefixTokens: null };
  return { concurrency: 0, ...measured({ kind: "open", workload }, change) };
}

function lengths(requests: number) {
  const of = (tokens: readonly number[]) =>
    Int32Array.from({ length: requests }, (_, i) => tokens[i % tokens.length] ?? 1);
  return { input: of([128, 512, 1024]), output: of([32, 96]) };
}

function measured(load: LoadSpec, change: Change): Omit<MadeRun, "concurrency"> {
  const engine = hardwareByName(SERVING);
  if (engine.kind !== "known") throw new Error(engine.message);
  const predicted = engine.hardware.stepTime;
  const stepTime = typeof change === "number" ? scaledStepTime(predicted, change) : change(predicted);
  const answer = simulate({
    ...ONE_REPLICA,
    ...{ load, stepTime, policy: engine.engine.policy, limits: engine.limits, keepRequests: true },
    meshSeconds: (_random, inFlight, inputTokens) => engine.hardware.requestSeconds(inFlight, inputTokens),
  });
  if (answer.kind !== "simulated" || answer.columns === null) throw new Error("not simulated");
  return { ...lengthsOf(load), ...latenciesOf(answer.columns, load), start: answer.columns.arrivals };
}

const milliseconds = (of: LatencyStatistics, name: string) => {
  const at = (seconds: number | null) => (seconds === null ? null : seconds * 1000);
  return { [`mean_${name}_ms`]: at(of.mean), [`median_${name}_ms`]: at(of.p50), [`p99_${name}_ms`]: 1e6 };
};

const everyone = () => true;

/** What `vllm bench serve --save-result` writes; with `--save-detailed`, each request as well. */
export function vllmBench({ concurrency, input, output, ttft, tpot, start }: MadeRun, isDetailed = true): object {
  const sum = (tokens: Int32Array) => tokens.reduce((total, count) => total + count, 0);
  const gaps = (i: number) => new Array<number>((output[i] ?? 1) - 1).fill(Number((tpot[i] ?? 0).toFixed(7)));
  return {
    ...{ date: "20261125-101500", backend: "openai", model_id: SERVING.model, num_prompts: input.length },
    ...{ request_rate: "inf", burstiness: 1, max_concurrency: concurrency, completed: input.length, failed: 0 },
    ...{ total_input_tokens: sum(input), total_output_tokens: sum(output) },
    ...milliseconds(statisticsOf(ttft, everyone), "ttft"),
    ...milliseconds(statisticsOf(tpot, everyone), "tpot"),
    ...(isDetailed && {
      input_lens: [...input],
      output_lens: [...output],
      ttfts: [...ttft].map((seconds) => Number(seconds.toFixed(7))),
      itls: [...input].map((_, i) => gaps(i)),
      start_times: [...start],
      generated_texts: [...input].map(() => "…"),
      errors: [...input].map(() => ""),
    }),
  };
}

/** A GuideLLM report of several runs, in the form of release 0.4 and later (`config`) or of those before (`args`). */
export function guideLlm(runs: readonly MadeRun[], form: "config" | "args", isDetailed = true): object {
  return { metadata: { version: 1 }, benchmarks: runs.map((run) => guideLlmBenchmark(run, form, isDetailed)) };
}

function guideLlmBenchmark(run: MadeRun, form: "config" | "args", isDetailed: boolean): object {
  const strategy = { type_: "concurrent", streams: run.concurrency };
  const startKey = form === "args" ? "start_time" : "request_start_time";
  const successful = [...run.input].map((prompt_tokens, i) => ({
    ...{ prompt_tokens, output_tokens: run.output[i], [startKey]: 1e9 + (run.start[i] ?? 0) },
    ...{ time_to_first_token_ms: (run.ttft[i] ?? 0) * 1000, inter_token_latency_ms: (run.tpot[i] ?? 0) * 1000 },
  }));
  const distribution = (values: Iterable<number>, scale: number) => {
    const { mean, p50, p90 } = statisticsOf(
      Float64Array.from(values, (value) => value * scale),
      everyone,
    );
    return { successful: { mean, median: p50, count: run.input.length, percentiles: { p90 } } };
  };
  return {
    [form]: { strategy },
    requests: { successful: isDetailed ? successful : [], incomplete: [], errored: [] },
    metrics: {
      time_to_first_token_ms: distribution(run.ttft, 1000),
      inter_token_latency_ms: distribution(run.tpot, 1000),
      prompt_token_count: distribution(run.input, 1),
      output_token_count: distribution(run.output, 1),
    },
  };
}
