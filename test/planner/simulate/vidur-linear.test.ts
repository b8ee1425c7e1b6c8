import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type SchedulerPolicy, simulate } from "../../../planner/index.ts";
import { sharedFolder, titled } from "../../support/shared.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";

/** Runs of the unmodified simulator under a linear step model; docs: data/vidur/FACTS.md section 8. */
const RUNS: readonly { run: string; policy: SchedulerPolicy; restarts: number; steps: number }[] = [
  { run: "sarathi512-conv-1k", policy: "sarathi", restarts: 0, steps: 47_740 },
  { run: "vllm-conv-1k", policy: "vllm-v0", restarts: 0, steps: 47_743 },
  { run: "sarathi512-pressure-1k", policy: "sarathi", restarts: 800, steps: 21_249 },
  { run: "sarathi512-qps1-1k", policy: "sarathi", restarts: 0, steps: 56_670 },
];

/** Sums of a few hundred step times, added in another order. */
const TOLERANCE = 1e-9;

const folder = sharedFolder("data/vidur/linear");

describe("Vidur's linear runs", () => {
  it.skipIf(folder === null).each(RUNS)(
    titled("$run: every request's times and restarts", folder),
    ({ run, policy, restarts, steps }) => {
      const requests = numbersIn(join(folder ?? "", run, "requests.csv"));
      const wanted = numbersIn(join(folder ?? "", run, "request_timestamps.csv"));
      expect([requests.length, wanted.length]).toEqual([1000, 1000]);
      const answer = simulate(
        simulation(workloadOf(requests.map(([, arrival = 0, input = 0, output = 0]) => ({ arrival, input, output }))), {
          policy,
          limits: {
            maxBatchedTokens: policy === "sarathi" ? 512 : 4096,
            maxSequences: 128,
            blockSize: 16,
            kvBlocks: 3328,
            watermarkBlocks: 33,
            maxContext: 4096,
          },
        }),
      );
      if (answer.kind !== "simulated" || answer.columns === null) throw new Error("not simulated");
      const { columns, result } = answer;
      const wrong = wanted.flatMap(([, , scheduled = NaN, first = NaN, finish = NaN, restarted = NaN], i) => {
        const times: readonly (readonly [number | undefined, number])[] = [
          [columns.scheduled[i], scheduled],
          [columns.firstToken[i], first],
          [columns.finish[i], finish],
        ];
        const equal = times.every(([has, wants]) => Math.abs((has ?? NaN) - wants) <= TOLERANCE);
        return equal && columns.preemptions[i] === restarted ? [] : [{ i, times, restarted }];
      });
      expect(wrong).toEqual([]);
      expect(result.preemptions).toBe(restarts);
      expect(result.steps).toBe(steps);
      expect(result.requests.completed).toBe(1000);
    },
  );
});

function numbersIn(path: string): number[][] {
  const lines = readFileSync(path, "utf8").trim().split("\n").slice(1);
  return lines.map((line) => line.split(",").map(Number));
}
