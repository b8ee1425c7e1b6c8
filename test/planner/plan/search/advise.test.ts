import { describe, expect, it } from "vitest";
import {
  type Advice,
  type ModelDeployment,
  NO_QUOTA,
  type Settings,
  type WeightFormat,
} from "../../../../planner/domain/index.ts";
import { forecastDeployment } from "../../../../planner/plan/forecast-deployment.ts";
import type { PlanRequest } from "../../../../planner/plan/request.ts";
import { advise } from "../../../../planner/plan/search/advise.ts";
import type { Space } from "../../../../planner/plan/search/arm.ts";
import { seconds } from "../../../../planner/units/index.ts";
import { deployment, history, question } from "../question.ts";

const SPACE: Space = {
  ...{ quota: NO_QUOTA, weights: null, minReplicas: 1 },
  ...{ sharesNodes: false, tunesEngine: true, tunesScaling: true },
};

const chat: ModelDeployment = {
  ...deployment,
  slo: {
    latency: [
      { metric: "ttft", percentile: 95, limit: seconds(1.5) },
      { metric: "tpot", percentile: 95, limit: seconds(0.06) },
    ],
    errorRate: 0.001,
    confidence: 0.9,
  },
};

const withTtft = (limit: number): ModelDeployment => ({
  ...chat,
  slo: { ...chat.slo, latency: [{ metric: "ttft", percentile: 95, limit: seconds(limit) }] },
});

/** Nothing to compare the winner with. */
const LEAST = { trials: 100, lines: 1, holding: 1 };

function adviceFor(changes: Partial<PlanRequest>, space: Partial<Space> = {}, effort?: typeof LEAST): Advice {
  const answer = advise(question({ deployment: chat, ...changes }), { ...SPACE, ...space }, effort);
  if (answer.kind !== "advice") throw new Error(answer.kind);
  return answer.advice;
}

const verdictOf = (request: PlanRequest) => {
  const answer = forecastDeployment(request);
  return answer.kind === "forecast" ? answer.forecast.verdict : answer.kind;
};

describe("the search on a month of traffic", () => {
  const advice = adviceFor({});

  it("considers hundreds of candidates, simulates dozens, and accounts for each", () => {
    const { considered, discarded, simulated } = advice.candidates;
    expect(considered).toBeGreaterThanOrEqual(500);
    expect(simulated).toBeGreaterThanOrEqual(20);
    expect(Object.values(discarded).reduce((sum, one) => sum + one, 0) + simulated).toBe(considered);
    // The T4s of EC2, of which nothing was measured, carry neither too much nor too little.
    expect(discarded.unknown).toBeGreaterThan(0);
    expect(advice.unknown.some(({ kind }) => kind === "hardware")).toBe(true);
    expect(advice).toMatchObject({ endedAfter: null, candidates: { discarded: { untried: 0 } } });
  });

  it("recommends a plan that holds with other seeds too", () => {
    const proposed = advice.recommendation?.deployment;
    if (proposed === undefined) throw new Error("nothing holds");
    for (const seed of [2, 3, 99])
      expect(["pass", "warn"]).toContain(verdictOf(question({ deployment: proposed, seed })));
  });

  it("recommends nothing dearer than the file, if the file holds", () => {
    expect(["pass", "warn"]).toContain(advice.current.verdict);
    const cost = (of: Advice["current"] | undefined) => of?.cost.monthlyUsd?.p50 ?? Number.NaN;
    expect(cost(advice.recommendation?.forecast)).toBeLessThanOrEqual(cost(advice.current));
    const all = advice.runnersUp.map(({ forecast }) => cost(forecast));
    expect(all).toEqual(all.toSorted((a, b) => a - b));
    expect(Math.min(...all)).toBeGreaterThanOrEqual(cost(advice.recommendation?.forecast));
  });

  it("says what binds, what is left, and what the next cheaper plan fails on", () => {
    expect(advice.recommendation?.binding).toMatch(/p95 (TTFT|TPOT)|one replica/);
    expect(advice.recommendation?.headroom.trafficFactor).toBeGreaterThanOrEqual(1);
    expect(advice.nextCheaper?.failsOn ?? "nothing is cheaper").not.toBe("");
    const latencies = advice.frontier.map(({ ttftP95Ms }) => ttftP95Ms ?? 0);
    expect(latencies).toEqual(latencies.toSorted((a, b) => b - a));
  });

  it("gives the same answer again", () => {
    expect(adviceFor({})).toEqual(advice);
  });
});

/** The same with the least effort. */
const adviceWith = (changes: Partial<PlanRequest>, space: Partial<Space> = {}) => adviceFor(changes, space, LEAST);

describe("plans that hold by little", () => {
  it.each([0.048, 0.052, 0.056])("are not recommended unless they hold with other seeds: %f s", (limit) => {
    const slo = { ...chat.slo, latency: [{ metric: "tpot" as const, percentile: 95, limit: seconds(limit) }] };
    const { recommendation } = adviceWith({ deployment: { ...chat, slo } }, { weights: ["bf16"] });
    if (recommendation === null) throw new Error("nothing holds");
    for (const seed of [5, 17, 1234]) {
      expect(["pass", "warn"], `${recommendation.text}, seed ${seed}`).toContain(
        verdictOf(question({ deployment: recommendation.deployment, seed })),
      );
    }
  });
});

describe("known cases", () => {
  it("int4 on one L4 against bf16 on an A10G: int4 where it may be served, with a warning; else bf16", () => {
    const slo = { ...chat.slo, latency: [{ metric: "tpot" as const, percentile: 95, limit: seconds(0.12) }] };
    const only = (weights: readonly WeightFormat[], gpu: string) =>
      adviceWith(
        { deployment: { ...chat, slo }, trafficScale: 0.3 },
        { weights, quota: { gpus: noneBut([gpu]), instances: {} } },
      );
    const small = only(["awq-int4"], "l4");
    expect(small.recommendation?.text).toMatch(/^1 x g6\.xlarge, awq-int4/);
    expect(small.recommendation?.remarks.join(" ")).toMatch(/quality/);
    const large = only(["bf16"], "a10g");
    expect(large.recommendation?.text).toMatch(/x g5\.xlarge, bf16/);
    const cost = (of: Advice) => of.recommendation?.forecast.cost.monthlyUsd?.p50 ?? Number.NaN;
    expect(cost(small)).toBeLessThan(cost(large));
  });

  it("a 70B in fp8: two L40S against one H100, and says why replicas are of two", () => {
    const big: ModelDeployment = {
      ...chat,
      model: { ...chat.model, id: "meta-llama/Llama-3.1-70B-Instruct", weights: "fp8" },
      slo: { ...chat.slo, latency: [{ metric: "tpot", percentile: 95, limit: seconds(0.15) }] },
    };
    const on = (gpus: readonly string[]) =>
      adviceWith(
        { deployment: big, trafficScale: 0.1 },
        { weights: ["fp8"], quota: { gpus: noneBut(gpus), instances: {} } },
      );
    const l40s = on(["l40s"]);
    // Two cards have no room beside 70 GB of weights, so four are one replica; an H100 holds them alone only with little KV.
    expect(l40s.recommendation?.deployment.platform.tensorParallel).toBeGreaterThan(1);
    expect(l40s.recommendation?.remarks[0]).toMatch(/a replica takes \d GPUs of one machine: with \d /);
    const both = on(["l40s", "h100-sxm5"]);
    const cost = (of: Advice) => of.recommendation?.forecast.cost.monthlyUsd?.p50 ?? Number.NaN;
    const each = [l40s, on(["h100-sxm5"])].map(cost).filter((usd) => !Number.isNaN(usd));
    expect(cost(both)).toBe(Math.min(...each));
  });

  it("a target that nobody can meet: infeasible, with the nearest miss and its figures", () => {
    const { recommendation, nearestMiss, runnersUp } = adviceWith({ deployment: withTtft(0.001) });
    expect(recommendation).toBeNull();
    expect(runnersUp).toEqual([]);
    expect(nearestMiss?.failsOn).toMatch(/^p95 TTFT: .* against 1 ms, met with <0\.1 %$/);
  });

  it("a quota that is too small: infeasible, and how far off it is", () => {
    const { recommendation, nearestMiss } = adviceWith(
      { trafficScale: 40 },
      { quota: { gpus: noneBut(["l4"], 1), instances: {} } },
    );
    expect(recommendation).toBeNull();
    expect(nearestMiss?.text).toMatch(/^1 x g6/);
  });

  it("a model that fits nothing it may use: what it misses by", () => {
    const huge: ModelDeployment = { ...chat, model: { ...chat.model, id: "deepseek-ai/DeepSeek-V3", weights: null } };
    const { recommendation, nearestMiss } = adviceWith(
      {
        deployment: { ...huge, platform: { ...huge.platform, name: "hf-endpoints", region: "gcp", instance: "x" } },
      },
      { weights: ["fp8"] },
    );
    expect(recommendation).toBeNull();
    expect(nearestMiss?.failsOn).toMatch(/^memory: .* GiB a GPU are missing$/);
  });

  it("an unknown region: no price, no plan, and every instance named", () => {
    const elsewhere = { ...chat, platform: { ...chat.platform, region: "mars-1" } };
    const { recommendation, unknown, candidates } = adviceWith({ deployment: elsewhere });
    expect(recommendation).toBeNull();
    const price = { kind: "price", capacity: "on-demand", instance: "g5.xlarge", region: "mars-1" };
    expect(unknown).toContainEqual(price);
    expect(candidates.discarded.price).toBe(candidates.considered);
  });

  it("at least two replicas where that is wanted", () => {
    const { recommendation } = adviceWith({ trafficScale: 0.2 }, { minReplicas: 2 });
    expect(recommendation?.forecast.plan?.replicas.min).toBeGreaterThanOrEqual(2);
  });

  it("fewer than wanted allowed by the quota: nothing holds", () => {
    const quota = { gpus: noneBut(["l40s"], 1), instances: {} };
    expect(adviceWith({ trafficScale: 0.2 }, { minReplicas: 2, quota }).recommendation).toBeNull();
  });

  it("a policy of Settings that blocks every plan: nothing holds, and which it is", () => {
    const policies = { "single-replica": { severity: "blocking" as const, override: [] } };
    const { recommendation } = adviceWith(
      { trafficScale: 0.2, settings: { policies, engineering: null, budget: null } as unknown as Settings },
      { weights: ["bf16"] },
    );
    expect(recommendation?.forecast.verdict).not.toBe("block");
    expect(recommendation?.forecast.plan?.replicas.max).toBeGreaterThan(1);
  });

  it("a fleet that sleeps: not woken to be advised", () => {
    const scaling = { mode: "keda" as const, minReplicas: 0, maxReplicas: 2, headroom: 0, target: null, schedule: [] };
    const slo = {
      ...chat.slo,
      latency: [{ metric: "ttft" as const, percentile: 50, limit: seconds(900) }],
      errorRate: null,
    };
    const asleep = { ...chat, scaling, slo };
    const { current, recommendation } = adviceWith({ deployment: asleep, trafficScale: 0.002 });
    const cost = (of: Advice["current"] | undefined) => of?.cost.monthlyUsd?.p50 ?? Number.NaN;
    if (["pass", "warn"].includes(current.verdict)) {
      expect(cost(recommendation?.forecast)).toBeLessThanOrEqual(cost(current));
    }
  });

  it("without traffic: no answer rather than a guess", () => {
    expect(advise(question({ history: null }), SPACE).kind).toBe("noTraffic");
  });
});

const GPUS =
  "t4 l4 a10g l40s a100-sxm4-40gb a100-sxm4-80gb h100-sxm5 h200-sxm5 b200-sxm6 b300-sxm6 rtx-pro-6000-server";

/** A quota of none of any GPU of EC2 but these. */
function noneBut(allowed: readonly string[], most = 1000): Record<string, number> {
  return Object.fromEntries(GPUS.split(" ").map((gpu) => [gpu, allowed.includes(gpu) ? most : 0]));
}

it("the history that these cases share is a month's worth", () => {
  expect(history().duration).toBe(14 * 86_400);
});
