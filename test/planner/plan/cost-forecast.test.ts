import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costForecast } from "../../../planner/plan/cost-forecast.ts";
import { always } from "../../../planner/plan/replica-shares.ts";
import { atEach } from "../../../planner/plan/uncertainty.ts";
import { seconds } from "../../../planner/units/index.ts";
import { defaultSettings } from "../../../src/config/index.ts";
import { bill, G5_2XLARGE, G5_12XLARGE, MONTH, on, resolved, sharesOf } from "./bills.ts";
import { question } from "./question.ts";

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
    const found = resolved(mars);
    const points = { nominal: sharesOf(shares), lowTraffic: sharesOf(shares), highTraffic: sharesOf(shares) };
    for (const [capacity, offered] of [
      ["spot", { spot: null }],
      ["reserved", { committed: null }],
    ] as const) {
      const deployment = { ...mars, platform: { ...mars.platform, capacity } };
      const nowhere = { ...found, platform: { ...found.platform, ...offered } };
      const request = { ...question(), deployment };
      const cost = costForecast(
        { resolved: nowhere, request, outlook: null },
        { ...points, fast: sharesOf(shares), slow: sharesOf(shares) },
      );
      expect(cost).toMatchObject({ ...unknown, withBesidesUsd: null, parts: [] });
    }
  });

  it("is nothing for a fleet that sleeps, and says what it leaves out", () => {
    const cost = bill(on("g5.2xlarge"), [{ weight: 1, replicas: 0 }]);
    expect(cost.monthlyUsd).toEqual({ p10: 0, p50: 0, p90: 0 });
    expect(cost.leavesOut).toContain("taxes");
  });
});

describe("the lines of a bill", () => {
  const two = [{ weight: 1, replicas: 2 }];
  const line = (cost: ReturnType<typeof bill>, kind: string) =>
    [...cost.parts, ...cost.besides].find((part) => part.kind === kind)?.monthlyUsd.p50;

  it("are computed by hand: two nodes, their disks, a control plane that is paid once, an image", () => {
    const cost = bill(on("g5.2xlarge"), two);
    expect(cost.monthlyUsd?.p50).toBe(1769.52);
    expect(line(cost, "machines")).toBe(1769.52);
    expect(line(cost, "control-plane")).toBeCloseTo(73, 9);
    expect(line(cost, "disk")).toBeCloseTo(2 * 200 * 0.08, 9);
    expect(line(cost, "images")).toBeCloseTo(9 * 0.1, 9);
    expect(cost.withBesidesUsd?.p50).toBeCloseTo(1769.52 + 73 + 32 + 0.9, 9);
    expect(line(bill(on("g5.2xlarge"), [{ weight: 1, replicas: 7 }]), "control-plane")).toBeCloseTo(73, 9);
  });

  it("add up, and leave out what they do not hold", () => {
    const cost = bill(on("g5.12xlarge"), [{ weight: 1, replicas: 5.5 }]);
    for (const q of ["p10", "p50", "p90"] as const) {
      const sum = [...cost.parts, ...cost.besides].reduce((total, { monthlyUsd }) => total + monthlyUsd[q], 0);
      expect(cost.withBesidesUsd?.[q]).toBeCloseTo(sum, 9);
    }
    expect(cost.leavesOut).toEqual(expect.arrayContaining(["network traffic", "support plans", "taxes"]));
  });

  it("hold scheduled restarts: a replica beside each one while it starts, where no node has room", () => {
    const fleet = on("g5.2xlarge", { maintenance: { restartEvery: seconds(21_600) } });
    const { startup } = resolved(fleet).plan;
    // The mean of a log-normal time through its 50th and 99th percentile, which lies 2.3263 standard deviations above.
    const mean = startup.p50 * Math.exp((Math.log(startup.p99 / startup.p50) / 2.326347874) ** 2 / 2);
    const hours = (MONTH / 6) * 2 * (mean / 3600);
    expect(line(bill(fleet, two), "restarts")).toBeCloseTo(hours * G5_2XLARGE, 6);
    expect(bill(fleet, two).monthlyUsd?.p50).toBe(1769.52);
    const roomy = on("g5.12xlarge", { maintenance: { restartEvery: seconds(21_600) } });
    expect(line(bill(roomy, two), "restarts")).toBeUndefined();
  });

  it("hold a build cache only where an image is built", () => {
    expect(line(bill(on("g5.2xlarge"), two), "build-cache")).toBeUndefined();
    const pins = { langchain: "0.2.17" };
    const gateway = { kind: "langchain", image: "ghcr.io/acme/gateway:1.4.0", pins, langsmith: null } as const;
    const cost = bill(on("g5.2xlarge", { gateway }), two);
    expect(cost.besides.find(({ kind }) => kind === "build-cache")?.monthlyUsd).toEqual({
      ...{ p10: 0, p50: 0, p90: expect.closeTo(2.8, 9) },
    });
  });

  it("never hold people, whose time is a figure of its own, and only where they run it themselves", () => {
    const settings = { ...defaultSettings(), engineering: { hoursPerMonth: 10, hourlyUsd: 90 } };
    const cost = bill(on("g5.2xlarge"), two, { settings });
    expect(cost.engineering).toEqual({ hoursPerMonth: 10, hourlyUsd: 90, monthlyUsd: 900 });
    expect(cost.withBesidesUsd).toEqual(bill(on("g5.2xlarge"), two).withBesidesUsd);
    expect(bill(on("g5.2xlarge"), two).engineering).toBeNull();
  });

  it("say how old the price is", () => {
    expect(bill(on("g5.2xlarge"), two, { now: Date.UTC(2026, 10, 25) / 1000 }).priceAgeDays).toBe(128);
  });
});

describe("the range of a bill", () => {
  const fleet = on("g5.2xlarge", {
    scaling: { mode: "keda", minReplicas: 1, maxReplicas: 4, headroom: 0, target: null, schedule: [] },
  });
  const MONTHLY = G5_2XLARGE * MONTH;
  const range = (replicas: Record<"nominal" | "lowTraffic" | "highTraffic" | "fast" | "slow", number>) => {
    const request = { ...question(), deployment: fleet };
    return costForecast({ resolved: resolved(fleet), request, outlook: null }, atEach(replicas, always)).monthlyUsd;
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
