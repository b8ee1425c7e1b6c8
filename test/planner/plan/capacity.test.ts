import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestsPerSecondPerReplica } from "../../../planner/plan/capacity.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { linearStepTime } from "../../../planner/steps/linear.ts";
import { workloadOf } from "../../support/simulation.ts";
import { deployment } from "./question.ts";

const stepTime = linearStepTime({
  base: 0.01,
  perPrefillToken: 2e-5,
  perDecodeSequence: 1e-4,
  perKvToken: 1e-7,
  prefillStep: 0,
});

function carried(lengths: { input: number; output: number }, maxSequences = 64): number {
  const found = resolve({ ...deployment, engine: { ...deployment.engine, maxSequences } });
  if (found.kind !== "resolved") throw new Error(found.kind);
  const workload = workloadOf(Array.from({ length: 300 }, () => ({ arrival: 0, ...lengths })));
  return requestsPerSecondPerReplica({ plan: found.plan, policy: "vllm", stepTime, workload, seed: 1 });
}

describe("requests a replica can carry", () => {
  it("are about one over what a request costs: its prompt, and its share of the steps of a full batch", () => {
    // 8 sequences of 1000 + 100 / 2 tokens: a step takes 10 ms + 0.8 ms + 0.84 ms.
    const step = 0.01 + 8e-4 + 8 * 1050 * 1e-7;
    const expected = 1 / (0.02 + (99 * step) / 8);
    expect(Math.abs(carried({ input: 1000, output: 100 }, 8) / expected - 1)).toBeLessThan(0.05);
  });

  it("are fewer for longer prompts and answers, and no fewer for larger batches", () => {
    const tokens = fc.integer({ min: 1, max: 3000 });
    fc.assert(
      fc.property(tokens, tokens, (input, output) => {
        const usual = carried({ input, output }, 32);
        expect(carried({ input: input + 400, output }, 32)).toBeLessThan(usual * 1.02);
        expect(carried({ input, output: output + 400 }, 32)).toBeLessThan(usual * 1.02);
        expect(carried({ input, output }, 64)).toBeGreaterThan(usual * 0.98);
      }),
      { numRuns: 20, seed: 1 },
    );
  });

  it("are no more than a full batch makes, however many sequences there may be", () => {
    const few = carried({ input: 100, output: 100 }, 512);
    expect(carried({ input: 100, output: 100 }, 2048) / few).toBeLessThan(1.3);
  });

  it("are none where no request can be served", () => {
    expect(carried({ input: 9000, output: 10 })).toBe(0);
  });
});
