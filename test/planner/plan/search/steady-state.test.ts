import { describe, expect, it } from "vitest";
import type { Workload } from "../../../../planner/domain/index.ts";
import { NO_QUOTA } from "../../../../planner/domain/index.ts";
import { requestsPerSecondPerReplica } from "../../../../planner/plan/capacity.ts";
import type { Arm } from "../../../../planner/plan/search/arm.ts";
import { screen } from "../../../../planner/plan/search/screen.ts";
import { fullBatch, meanLoadOf, steadyRate } from "../../../../planner/plan/search/steady-state.ts";
import { unloadedLatency } from "../../../../planner/plan/search/unloaded.ts";
import { linearStepTime } from "../../../../planner/steps/linear.ts";
import { workloadOf } from "../../../support/simulation.ts";
import { deployment, history, question } from "../question.ts";

const SPACE = {
  ...{ quota: NO_QUOTA, weights: null, minReplicas: 1 },
  ...{ sharesNodes: false, tunesEngine: true, tunesScaling: true },
};

/** Without targets, so that nothing is discarded for being slow. */
const anyhow = { ...deployment, slo: { ...deployment.slo, latency: [], errorRate: null } };

const armsFor = (workload: Workload): readonly Arm[] => screen(question({ deployment: anyhow }), workload, SPACE).arms;

/** Every so many requests of a log with other lengths. */
const stretched = (workload: Workload, input: number, output: number): Workload => ({
  ...workload,
  inputTokens: workload.inputTokens.map((tokens) => Math.max(1, Math.min(6000, Math.round(tokens * input)))),
  outputTokens: workload.outputTokens.map((tokens) => Math.max(1, Math.min(1500, Math.round(tokens * output)))),
});

describe("the closed form of what a replica carries", () => {
  it.each([
    ["as they are", 1, 1],
    ["with short answers", 1, 0.1],
    ["with short prompts and long answers", 0.1, 3],
  ])("is never below what a simulated one carries: requests %s", (_name, input, output) => {
    const workload = stretched(history().workload, input, output);
    const arms = armsFor(workload);
    expect(arms.length).toBeGreaterThan(100);
    for (const { resolved, hardware, mostPerReplica } of arms.filter((_, index) => index % 29 === 0)) {
      const { plan, engine } = resolved;
      const simulated = requestsPerSecondPerReplica({
        ...{ plan, policy: engine.policy, stepTime: hardware.stepTime, workload, seed: 7 },
      });
      const what = `${plan.gpusPerReplica} x ${plan.gpu}, ${plan.weights}, ${plan.limits.maxSequences}`;
      expect(simulated, what).toBeLessThanOrEqual(mostPerReplica);
      expect(simulated, what).toBeGreaterThan(0.35 * mostPerReplica);
    }
  });

  it("is exact where all requests are alike and steps cost the same", () => {
    const stepTime = linearStepTime({
      ...{ base: 0.02, perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 },
    });
    const requests = Array.from({ length: 50 }, (_, i) => ({ arrival: i, input: 100, output: 50 }));
    const load = meanLoadOf(workloadOf(requests));
    const replica = { stepTime, limits: { maxSequences: 10, maxBatchedTokens: 10_000 }, kvTokens: 1e6 };
    expect(load).toEqual({ input: 100, output: 50, pairs: 5000, context: 125 });
    expect(fullBatch(replica, load)).toBe(10);
    expect(steadyRate(replica, load, Infinity)).toBeCloseTo(10 / (50 * 0.02), 9);
    // 625 KV tokens hold five sequences of 125 on average.
    expect(fullBatch({ ...replica, kvTokens: 625 }, load)).toBe(5);
    // Each token of an answer comes with two of a prompt.
    expect(fullBatch({ ...replica, limits: { maxSequences: 10, maxBatchedTokens: 9 } }, load)).toBe(3);
  });

  it("takes smaller batches where a step must not be long", () => {
    const stepTime = linearStepTime({
      ...{ base: 0.01, perPrefillToken: 0, perDecodeSequence: 0.001, perKvToken: 0, prefillStep: 0 },
    });
    const load = { input: 10, output: 100, pairs: 50, context: 60 };
    const replica = { stepTime, limits: { maxSequences: 100, maxBatchedTokens: 10_000 }, kvTokens: 1e9 };
    const free = steadyRate(replica, load, Infinity);
    const held = steadyRate(replica, load, 0.03);
    expect(held).toBeLessThan(free);
    expect(held).toBeLessThanOrEqual(20 / (100 * 0.03) + 1e-9);
    expect(held).toBeGreaterThan(17 / (100 * 0.03));
  });
});

describe("latency without load", () => {
  it("grows with the prompt and the answer, and is null where no request has the quantity", () => {
    const [arm] = armsFor(history().workload);
    if (arm === undefined) throw new Error("no arm");
    const { hardware, resolved } = arm;
    const of = (input: number, output: number, metric: "ttft" | "tpot" | "e2e") =>
      unloadedLatency(
        { hardware, plan: resolved.plan, workload: workloadOf([{ arrival: 0, input, output }]) },
        metric,
        0.95,
      );
    expect(of(4000, 10, "ttft") ?? 0).toBeGreaterThan(of(400, 10, "ttft") ?? Infinity);
    expect(of(400, 100, "e2e") ?? 0).toBeGreaterThan(of(400, 10, "e2e") ?? Infinity);
    expect(of(400, 1, "tpot")).toBeNull();
  });
});
