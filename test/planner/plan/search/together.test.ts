import { describe, expect, it } from "vitest";
import { type ModelDeployment, NO_QUOTA, type Quota } from "../../../../planner/domain/index.ts";
import { advise, type PlanOption } from "../../../../planner/plan/search/advise.ts";
import { together } from "../../../../planner/plan/search/together.ts";
import { seconds } from "../../../../planner/units/index.ts";
import { deployment, question } from "../question.ts";

/** A 70B in fp8, which takes several GPUs of a machine of eight. */
const big: ModelDeployment = {
  ...deployment,
  model: { ...deployment.model, id: "meta-llama/Llama-3.1-70B-Instruct", weights: "fp8" },
  slo: {
    latency: [{ metric: "tpot", percentile: 95, limit: seconds(0.12) }],
    errorRate: null,
    confidence: 0.9,
  },
};

const EIGHT = "p4de.24xlarge";

function optionsFor(quota: Quota): readonly PlanOption[] {
  const space = { quota, weights: null, minReplicas: 1, sharesNodes: true, tunesEngine: false, tunesScaling: false };
  const effort = { trials: 60, lines: 1, holding: 2 };
  const answer = advise(question({ deployment: big, trafficScale: 0.05 }), space, effort);
  if (answer.kind !== "advice") throw new Error(answer.kind);
  return answer.options;
}

/** Only machines of eight A100 of 80 GB, so many of them. */
const only = (instances: number): Quota => ({
  gpus: Object.fromEntries(
    "t4 l4 a10g l40s a100-sxm4-40gb h100-sxm5 h200-sxm5 b200-sxm6 b300-sxm6 rtx-pro-6000-server"
      .split(" ")
      .map((gpu) => [gpu, 0]),
  ),
  instances: { [EIGHT]: instances },
});

describe("two models under one quota", () => {
  const options = optionsFor(only(1));

  it("fit only together on one machine of eight GPUs, which is paid once", () => {
    const [cheapest] = options;
    if (cheapest === undefined) throw new Error("nothing holds");
    const gpus = (cheapest.plan.forecast.plan?.gpusPerReplica ?? 0) * (cheapest.plan.forecast.plan?.replicas.max ?? 0);
    expect(gpus).toBeLessThanOrEqual(4);
    const shared = together({ options: [options, options], quota: only(1), budgetUsd: null });
    expect(shared.feasible).toBe(true);
    expect(shared.nodes).toEqual([{ instance: EIGHT, count: 1, monthlyUsd: cheapest.nodeUsdPerHour * 730 }]);
    expect(shared.monthlyUsd).toBeCloseTo(cheapest.nodeUsdPerHour * 730, 6);
  });

  it("fail where there is no room for all of them, and say what they fail on", () => {
    const shared = together({ options: Array.from({ length: 9 }, () => options), quota: only(1), budgetUsd: null });
    expect(shared).toMatchObject({ feasible: false, plans: [], monthlyUsd: null });
    expect(shared.failsOn).toMatch(/quota/);
  });

  it("are over a budget that the cheapest of them is over", () => {
    const shared = together({ options: [options, options], quota: NO_QUOTA, budgetUsd: 1000 });
    expect(shared.feasible).toBe(false);
    expect(shared.failsOn).toMatch(/budget/);
    expect(shared.monthlyUsd).toBeGreaterThan(1000);
  });

  it("pay for machines of two regions apart, at the price of each", () => {
    const there = options.map((option) => ({
      ...option,
      nodeUsdPerHour: 2 * option.nodeUsdPerHour,
      plan: {
        ...option.plan,
        deployment: {
          ...option.plan.deployment,
          platform: { ...option.plan.deployment.platform, region: "eu-west-1" },
        },
      },
    }));
    const shared = together({ options: [options, there], quota: NO_QUOTA, budgetUsd: null });
    expect(shared.nodes).toHaveLength(2);
    expect(shared.monthlyUsd).toBeCloseTo(3 * 730 * (options[0]?.nodeUsdPerHour ?? 0), 6);
  });

  it("are thirty in a moment", () => {
    const many = Array.from({ length: 30 }, () => [...options, ...options]);
    const started = performance.now();
    expect(together({ options: many, quota: NO_QUOTA, budgetUsd: null }).plans).toHaveLength(30);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("have no plan where one of them has none", () => {
    expect(together({ options: [options, []], quota: NO_QUOTA, budgetUsd: null }).feasible).toBe(false);
  });
});
