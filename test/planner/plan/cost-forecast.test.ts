import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelDeployment } from "../../../planner/domain/index.ts";
import { assumptionsOf } from "../../../planner/plan/assumptions.ts";
import { costForecast, type ReplicaShare } from "../../../planner/plan/cost-forecast.ts";
import { type Resolved, resolve } from "../../../planner/plan/resolve.ts";
import { seconds } from "../../../planner/units/index.ts";
import { deployment as plain } from "./question.ts";

const MONTH = 730;
/** EKS, us-east-1, US dollars an hour (planner/prices/eks.ts). */
const G5_2XLARGE = 1.212;
const G5_12XLARGE = 5.672;

function on(instance: string, changes: Partial<ModelDeployment> = {}): ModelDeployment {
  return { ...plain, platform: { ...plain.platform, region: "us-east-1", instance }, ...changes };
}

function resolved(deployment: ModelDeployment): Resolved {
  const found = resolve(deployment);
  if (found.kind !== "resolved") throw new Error(found.kind);
  return found;
}

/** The bill of a fleet that is the same at every design point. */
function bill(deployment: ModelDeployment, shares: readonly ReplicaShare[]) {
  const points = { nominal: shares, lowTraffic: shares, highTraffic: shares, fast: shares, slow: shares };
  return costForecast({ resolved: resolved(deployment), deployment, outlook: null }, points);
}

describe("the month's bill", () => {
  it("is replicas times price where each has its node", () => {
    const shares = [
      { weight: 0.75, replicas: 1 },
      { weight: 0.25, replicas: 4 },
    ];
    const mean = 1.75;
    expect(bill(on("g5.2xlarge"), shares).monthlyUsd?.p50).toBeCloseTo(mean * G5_2XLARGE * MONTH, 6);
  });

  it("counts shared nodes hour by hour: the second one of the day is not paid at night, an empty one never", () => {
    const shares = [
      { weight: 0.5, replicas: 0 },
      { weight: 0.25, replicas: 1.5 },
      { weight: 0.25, replicas: 6 },
    ];
    // 0, 1 and 2 nodes of four GPUs.
    expect(bill(on("g5.12xlarge"), shares).monthlyUsd?.p50).toBeCloseTo(0.75 * G5_12XLARGE * MONTH, 6);
  });

  it("is exact for a fleet that never changes, whatever the weights add up to", () => {
    const shares = [0.1, 0.2, 0.3, 0.15, 0.25].map((weight) => ({ weight, replicas: 2 }));
    const exact = 1769.52;
    expect(bill(on("g5.2xlarge"), shares).monthlyUsd).toEqual({ p10: exact, p50: exact, p90: exact });
  });

  it("stays unknown where the price is, whoever asks", () => {
    const mars = on("g5.2xlarge");
    const shares = [{ weight: 1, replicas: 2 }];
    const unknown = { monthlyUsd: null, perMillionTokensUsd: null };
    expect(bill({ ...mars, platform: { ...mars.platform, region: "mars-north-1" } }, shares)).toMatchObject(unknown);
    expect(bill({ ...mars, platform: { ...mars.platform, capacity: "reserved" } }, shares)).toMatchObject(unknown);
  });

  it("is nothing for a fleet that sleeps, and says what it leaves out", () => {
    const cost = bill(on("g5.2xlarge"), [{ weight: 1, replicas: 0 }]);
    expect(cost.monthlyUsd).toEqual({ p10: 0, p50: 0, p90: 0 });
    expect(cost.leavesOut).toContain("control plane");
  });
});

describe("the range of a bill", () => {
  const fleet = on("g5.2xlarge", {
    scaling: { mode: "keda", minReplicas: 1, maxReplicas: 4, headroom: 0, target: null, schedule: [] },
  });
  const MONTHLY = G5_2XLARGE * MONTH;
  const range = (replicas: Record<"nominal" | "lowTraffic" | "highTraffic" | "fast" | "slow", number>) => {
    const share = (count: number) => [{ weight: 1, replicas: count }];
    return costForecast(
      { resolved: resolved(fleet), deployment: fleet, outlook: null },
      {
        nominal: share(replicas.nominal),
        lowTraffic: share(replicas.lowTraffic),
        highTraffic: share(replicas.highTraffic),
        fast: share(replicas.fast),
        slow: share(replicas.slow),
      },
    ).monthlyUsd;
  };
  const count = fc.double({ min: 0, max: 4, noNaN: true });

  it("holds the bill, and goes no further than the fewest and the most replicas", () => {
    const points = fc.record({ nominal: count, lowTraffic: count, highTraffic: count, fast: count, slow: count });
    fc.assert(
      fc.property(points, (replicas) => {
        const { p10 = -1, p50 = -1, p90 = -1 } = range(replicas) ?? {};
        expect(p50).toBeCloseTo(replicas.nominal * MONTHLY, 6);
        expect(p10).toBeLessThanOrEqual(p50);
        expect(p90).toBeGreaterThanOrEqual(p50);
        expect(p90).toBeLessThanOrEqual(4 * MONTHLY + 1e-6);
        expect(p10).toBeGreaterThanOrEqual(Math.min(1, ...Object.values(replicas)) * MONTHLY - 1e-6);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("is exact where only traffic changes it, and wider where model error does as well", () => {
    const alone = range({ nominal: 2, lowTraffic: 1.5, highTraffic: 3, fast: 2, slow: 2 });
    expect(alone).toEqual({ p10: 1.5 * MONTHLY, p50: 2 * MONTHLY, p90: expect.closeTo(3 * MONTHLY, 9) });
    const both = range({ nominal: 2, lowTraffic: 1.5, highTraffic: 3, fast: 1.5, slow: 3 });
    expect(both?.p90).toBeGreaterThan(3 * MONTHLY);
    expect(both?.p10).toBeLessThan(1.5 * MONTHLY);
  });

  it("has a lower end of nothing for a fleet that can sleep", () => {
    expect(range({ nominal: 0, lowTraffic: 0, highTraffic: 1, fast: 0, slow: 2 })).toEqual({
      p10: 0,
      p50: 0,
      p90: 2 * MONTHLY,
    });
  });
});

describe("assumptions", () => {
  const texts = (deployment: ModelDeployment) =>
    assumptionsOf(resolved(deployment), null, deployment).map((assumption) => assumption.text);

  it("name every assumed number that was used, with what it rests on", () => {
    const quantised = on("g5.2xlarge", { model: { ...plain.model, weights: "awq-int4" } });
    const found = assumptionsOf(resolved(quantised), null, quantised);
    expect(found.map(({ text }) => text)).toContain("weights in awq-int4: bytes per weight = 0.5195");
    expect(texts(on("g5.2xlarge")).join()).not.toMatch(/bytes per weight/);
    for (const { source, text } of found) expect(source.length, text).toBeGreaterThan(5);
    expect(found.filter(({ basis }) => basis !== "assumed")).toEqual([]);
  });

  it("name what can take a replica away and is not simulated", () => {
    const usual = on("g5.2xlarge");
    expect(texts(usual).filter((text) => /restart|spot/.test(text))).toEqual([]);
    const restarted = texts({ ...usual, maintenance: { restartEvery: seconds(21_600) } });
    expect(restarted.join()).toMatch(/scheduled restarts take no capacity away/);
    const spot = texts({ ...usual, platform: { ...usual.platform, capacity: "spot" } });
    expect(spot.join()).toMatch(/spot: no node is reclaimed/);
  });
});
