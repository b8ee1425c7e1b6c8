import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ResolvedPlan } from "../../../planner/domain/index.ts";
import { requestsPerSecondPerReplica } from "../../../planner/plan/capacity.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { replicaLimits } from "../../../planner/plan/windows.ts";
import { linearStepTime } from "../../../planner/steps/linear.ts";
import { simulation, workloadOf } from "../../support/simulation.ts";
import { simulated } from "../../support/simulation-cases.ts";
import { deployment } from "./question.ts";

const stepTime = linearStepTime({
  base: 0.01,
  perPrefillToken: 2e-5,
  perDecodeSequence: 1e-4,
  perKvToken: 1e-7,
  prefillStep: 0,
});

function plan(maxSequences = 64): ResolvedPlan {
  const found = resolve({ ...deployment, engine: { ...deployment.engine, maxSequences } });
  if (found.kind !== "resolved") throw new Error(found.kind);
  return found.plan;
}

describe("requests a replica can carry", () => {
  it("are one over what a request costs: its prompt, and its share of the steps of a full batch", () => {
    // 8 sequences of 1000 + 100 / 2 tokens: a step takes 10 ms + 0.8 ms + 0.84 ms.
    const step = 0.01 + 8e-4 + 8 * 1050 * 1e-7;
    expect(requestsPerSecondPerReplica(plan(8), stepTime, { input: 1000, output: 100 })).toBeCloseTo(
      1 / (0.02 + (99 * step) / 8),
      9,
    );
  });

  it("are fewer for longer prompts and answers, and no fewer for larger batches", () => {
    const tokens = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(tokens, tokens, (input, output) => {
        const rate = (lengths: { input: number; output: number }, maxSequences = 32) =>
          requestsPerSecondPerReplica(plan(maxSequences), stepTime, lengths);
        expect(rate({ input: input + 200, output })).toBeLessThanOrEqual(rate({ input, output }) * (1 + 1e-9));
        expect(rate({ input, output: output + 200 })).toBeLessThanOrEqual(rate({ input, output }) * (1 + 1e-9));
        expect(rate({ input, output }, 64)).toBeGreaterThanOrEqual(rate({ input, output }) * (1 - 1e-9));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it("are what the simulator reaches when there is always work", () => {
    const lengths = { input: 500, output: 120 };
    const workload = workloadOf(Array.from({ length: 3000 }, () => ({ arrival: 0, ...lengths })));
    const { result } = simulated(simulation(workload, { stepTime, limits: replicaLimits(plan()) }));
    const bound = requestsPerSecondPerReplica(plan(), stepTime, lengths);
    expect(result.throughput.requestsPerSecond / bound).toBeGreaterThan(0.9);
    expect(result.throughput.requestsPerSecond / bound).toBeLessThan(1.1);
  });
});
