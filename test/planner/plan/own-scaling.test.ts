import { describe, expect, it } from "vitest";
import type { OwnScaling } from "../../../planner/domain/index.ts";
import { ownAutoscaler, sleepsBefore } from "../../../planner/plan/own-scaling.ts";
import { seconds } from "../../../planner/units/index.ts";
import { deployment } from "./question.ts";

const OWN: OwnScaling = {
  ...{ metric: "requests-waiting", target: 1.5, shareOfLimit: null, interval: seconds(60), upAfter: seconds(0) },
  ...{ downAfter: seconds(300), toZeroAfter: seconds(3600), atZero: "refuse" },
};

const scaled = (minReplicas: number) => ({
  ...deployment,
  scaling: {
    ...{ mode: "keda" as const, minReplicas, maxReplicas: 5, headroom: 0 },
    ...{ target: { metric: "kv-use" as const, value: 0.1 }, schedule: [] },
  },
});

const seen = (waiting: number, ready: number) => ({
  ...{ ready, starting: 0, pending: 0, unrouted: 0, arrived: 0, waiting, running: 0, kvUse: 1, busy: 1 },
});

describe("a place that scales by its own rule", () => {
  it("has nothing to scale where the number is fixed", () => {
    expect(ownAutoscaler(OWN, deployment, { maxSequences: 64 })).toBeNull();
  });

  it("follows its own metric, whatever the file names, between the file's bounds", () => {
    const scaler = ownAutoscaler(OWN, scaled(1), { maxSequences: 64 });
    expect(scaler?.interval).toBe(60);
    expect(scaler?.decide(seen(6, 1), 1, 60)).toBe(4);
    expect(scaler?.decide(seen(60, 4), 4, 120)).toBe(5);
  });

  it("takes a share of what the engine lets one replica hold where it has no number of its own", () => {
    const byShare: OwnScaling = { ...OWN, metric: "concurrency", target: null, shareOfLimit: 0.5 };
    const scaler = ownAutoscaler(byShare, scaled(1), { maxSequences: 20 });
    expect(scaler?.decide(seen(25, 1), 1, 60)).toBe(3);
  });

  it("goes to zero only after it was idle for so long", () => {
    const scaler = ownAutoscaler(OWN, scaled(0), { maxSequences: 64 });
    let current = 1;
    let goneAt = 0;
    for (let now = 60; now <= 7200 && goneAt === 0; now += 60) {
      current = scaler?.decide(seen(0, current), current, now) ?? 0;
      if (current === 0) goneAt = now;
    }
    expect(goneAt).toBeGreaterThanOrEqual(3600);
    expect(goneAt).toBeLessThanOrEqual(3660);
  });

  it("stays while somebody asks, though each answer is out before it looks", () => {
    const scaler = ownAutoscaler(OWN, scaled(0), { maxSequences: 64 });
    let current = 1;
    for (let now = 60; now <= 14_400; now += 60) {
      const arrived = now % 1800 === 0 ? 1 : 0;
      current = scaler?.decide({ ...seen(0, current), arrived }, current, now) ?? 0;
    }
    expect(current).toBe(1);
  });

  it("sleeps before a request where gaps are longer than that more often than not", () => {
    expect(sleepsBefore(OWN, 0.5 / 3600)).toBe(true);
    expect(sleepsBefore(OWN, 1 / 3600)).toBe(false);
    expect(sleepsBefore({ ...OWN, toZeroAfter: null }, 0)).toBe(false);
  });
});
