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

function optionsFor(quota: Quota, asked: ModelDeployment = big): readonly PlanOption[] {
  const space = { quota, weights: null, minReplicas: 1, sharesNodes: true, tunesEngine: false, tunesScaling: false };
  const effort = { trials: 60, lines: 1, holding: 2 };
  const answer = advise(question({ deployment: asked, trafficScale: 0.05 }), space, effort);
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
    expect(shared.nodes).toEqual([{ instance: EIGHT, count: 1, monthlyUsd: cheapest.prices.above.middle * 730 }]);
    expect(shared.monthlyUsd).toBeCloseTo(cheapest.prices.above.middle * 730, 6);
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
      prices: { committed: twice(option.prices.committed), above: twice(option.prices.above) },
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
    expect(shared.monthlyUsd).toBeCloseTo(3 * 730 * (options[0]?.prices.above.middle ?? 0), 6);
  });

  it("are of two kinds, a 70B and an 8B: neither leaves the other a machine of its own, both run on one", () => {
    const small = optionsFor(only(1), { ...big, model: deployment.model });
    const node = 730 * (options[0]?.prices.above.middle ?? 0);
    const asked = { options: [options, small], quota: only(1), budgetUsd: 1.5 * node };
    const shared = together(asked);
    expect(shared.feasible).toBe(true);
    expect(shared.nodes).toEqual([{ instance: EIGHT, count: 1, monthlyUsd: node }]);
    const [large, other] = shared.plans;
    expect(large?.deployment.model.id).not.toBe(other?.deployment.model.id);
    // Each pays the whole machine where it is alone: two of them are over the quota and over the budget.
    const alone = [options, small].map((one) => together({ ...asked, options: [one] }).monthlyUsd ?? 0);
    expect(alone.every((usd) => usd === node)).toBe(true);
    expect(alone[0]).toBeGreaterThan(asked.budgetUsd - (alone[1] ?? 0));
  });

  it("cost between the lowest and the highest price of a commitment, and what runs above it its price on demand", () => {
    const reserved: ModelDeployment = { ...big, platform: { ...big.platform, capacity: "reserved" } };
    const held = optionsFor(only(4), reserved).map((option) => withReplicas(option, { min: 1, mean: 20, max: 24 }));
    const [option] = held;
    if (option === undefined) throw new Error("nothing holds");
    const { committed, above } = option.prices;
    expect(committed.low).toBeLessThan(committed.high);
    expect(committed.high).toBeLessThan(above.middle);
    const perNode = Math.floor(8 / (option.plan.forecast.plan?.gpusPerReplica ?? 8));
    const shared = together({ options: [held.slice(0, 1)], quota: NO_QUOTA, budgetUsd: null });
    const more = Math.ceil(20 / perNode) - 1;
    expect(shared.monthlyUsd).toBeCloseTo(730 * (committed.middle + more * above.middle), 2);
    expect(shared.rangeUsd?.p10).toBeCloseTo(730 * (committed.low + more * above.low), 2);
    expect(shared.rangeUsd?.p90).toBeCloseTo(730 * (committed.high + more * above.high), 2);
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

const twice = ({ low, middle, high }: PlanOption["prices"]["above"]) => ({
  ...{ low: 2 * low, middle: 2 * middle, high: 2 * high },
});

/** The same plan with other numbers of replicas. */
function withReplicas(option: PlanOption, replicas: { min: number; mean: number; max: number }): PlanOption {
  const { forecast } = option.plan;
  const plan = forecast.plan && { ...forecast.plan, replicas };
  return { ...option, plan: { ...option.plan, forecast: { ...forecast, plan, replicas } } };
}
