import { readFileSync } from "node:fs";
import { join } from "node:path";
import { linearStepTime, type SchedulerPolicy, simulate } from "../../planner/index.ts";
import { sharedFolder } from "../support/shared.ts";
import { simulation, VIDUR_STEP, workloadOf } from "../support/simulation.ts";
import type { Measured } from "./table.ts";

const RUNS: readonly (readonly [string, SchedulerPolicy])[] = [
  ["sarathi512-conv-1k", "sarathi"],
  ["vllm-conv-1k", "vllm-v0"],
  ["sarathi512-pressure-1k", "sarathi"],
  ["sarathi512-qps1-1k", "sarathi"],
];

/** The same work as recorded runs of Vidur with a linear step model: largest difference per request, and speed ratio. */
export function measureVidur(): readonly Measured[] {
  const folder = sharedFolder("data/vidur/linear");
  if (folder === null) return [{ what: "Vidur's linear runs", measured: "SKIPPED, no data", mark: "500×" }];
  return RUNS.map(([run, policy]) => {
    const { worst, ratio } = compare(join(folder, run), policy);
    return {
      what: `Vidur ${run}: speed ratio; largest difference of a request's times`,
      measured: `${Math.round(ratio).toLocaleString("en-US")}×; ${worst.toExponential(1)} s`,
      mark: "500×; 0.1 %",
    };
  });
}

function compare(folder: string, policy: SchedulerPolicy): { worst: number; ratio: number } {
  const requests = rows(join(folder, "requests.csv")).map(([, arrival = 0, input = 0, output = 0]) => ({
    arrival,
    input,
    output,
  }));
  const wanted = rows(join(folder, "request_timestamps.csv"));
  const { vidur_simulate_cpu_s: recorded } = JSON.parse(readFileSync(join(folder, "run.json"), "utf8")) as {
    vidur_simulate_cpu_s: number;
  };
  const limits = {
    maxBatchedTokens: policy === "sarathi" ? 512 : 4096,
    maxSequences: 128,
    blockSize: 16,
    kvBlocks: 3328,
    watermarkBlocks: 33,
    maxContext: 4096,
  };
  const question = simulation(workloadOf(requests), { policy, limits, stepTime: linearStepTime(VIDUR_STEP) });
  const seconds = medianSeconds(() => simulate(question));
  const answer = simulate(question);
  if (answer.kind !== "simulated" || answer.columns === null) throw new Error("not simulated");
  const { columns } = answer;
  const worst = wanted.reduce((most, [, , , first = 0, finish = 0], i) => {
    return Math.max(most, Math.abs((columns.firstToken[i] ?? 0) - first), Math.abs((columns.finish[i] ?? 0) - finish));
  }, 0);
  return { worst, ratio: recorded / seconds };
}

/** A run takes milliseconds, so it is repeated; the first ones also warm the engine up, as a plan's many windows do. */
const TIMES = 25;

function medianSeconds(run: () => unknown): number {
  const seconds = Array.from({ length: TIMES }, () => {
    const started = performance.now();
    run();
    return (performance.now() - started) / 1000;
  });
  return seconds.sort((a, b) => a - b)[(TIMES - 1) / 2] ?? Number.NaN;
}

const rows = (path: string): number[][] =>
  readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
