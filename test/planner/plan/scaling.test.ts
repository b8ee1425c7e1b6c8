import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ModelDeployment, Scaling, ScalingMetric, TrafficEvent } from "../../../planner/domain/index.ts";
import { resolve } from "../../../planner/plan/resolve.ts";
import { autoscalerOf, eventMinimum, raisedMinimums, scalingTarget } from "../../../planner/plan/scaling.ts";
import type { Observation } from "../../../planner/simulate/autoscaler.ts";
import { parseInstant } from "../../../planner/traffic/calendar.ts";
import { minimumAt } from "../../../planner/traffic/schedule.ts";
import { HOUR, seconds } from "../../../planner/units/index.ts";
import { deployment as plain } from "./question.ts";

type Autoscaled = Exclude<Scaling, { mode: "fixed" }>;

const keda: Autoscaled = {
  mode: "keda",
  minReplicas: 1,
  maxReplicas: 8,
  headroom: 0,
  target: { metric: "requests-running", value: 10 },
  schedule: [],
};

const seen = (changes: Partial<Observation>): Observation => ({
  ...{ ready: 1, starting: 0, pending: 0, unrouted: 0, arrived: 0, waiting: 0, running: 0, kvUse: 0, busy: 0 },
  ...changes,
});

const at = (text: string): number => parseInstant(text) ?? Number.NaN;

describe("the target of an autoscaler", () => {
  const value = (metric: ScalingMetric, written: number, headroom = 0) =>
    scalingTarget({ ...keda, headroom, target: { metric, value: written } }).value;

  it("gives headroom away: a quarter more replicas is a fifth less load each", () => {
    expect(value("requests-running", 10, 0.25)).toBeCloseTo(8, 12);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.double({ min: 0, max: 3, noNaN: true }), (written, headroom) => {
        expect(value("concurrency", written, headroom) * (1 + headroom)).toBeCloseTo(written, 9);
      }),
    );
  });

  it("reads shares as 0.8 and as 80, and counts as counts", () => {
    expect(value("gpu-utilization", 80)).toBe(0.8);
    expect(value("gpu-utilization", 0.8)).toBe(0.8);
    expect(value("kv-use", 1)).toBe(1);
    expect(value("requests-waiting", 80)).toBe(80);
  });

  it("is four waiting requests where the file names none", () => {
    expect(scalingTarget({ ...keda, target: null })).toEqual({ metric: "requests-waiting", value: 4 });
  });
});

describe("the autoscaler of a deployment", () => {
  const of = (scaling: Scaling, minimum = 0) => autoscalerOf({ ...plain, scaling }, () => minimum);

  it("is none for a fixed fleet", () => {
    expect(of({ mode: "fixed", replicas: 3, headroom: 0 })).toBeNull();
  });

  it("asks for as many replicas as the target says, headroom included, between its bounds", () => {
    const wanted = (running: number, headroom = 0) =>
      of({ ...keda, headroom })?.decide(seen({ ready: 4, running }), 4, 0);
    expect(wanted(60)).toBe(6);
    expect(wanted(60, 0.25)).toBe(8);
    expect(wanted(500)).toBe(8);
    // Down by one a minute.
    expect(wanted(10)).toBe(3);
  });

  it("keeps the scheduled minimum, with and without a metric to follow", () => {
    expect(of(keda, 5)?.decide(seen({}), 1, 0)).toBe(5);
    const office = { cron: "0 7 * * *", timezone: "UTC", duration: seconds(HOUR), minReplicas: 5 };
    const calendar: Autoscaled = { ...keda, mode: "scheduled", target: null, schedule: [office] };
    expect(of(calendar, 5)?.decide(seen({ running: 500 }), 1, 0)).toBe(5);
    expect(of(calendar, 0)?.decide(seen({ running: 500 }), 5, 0)).toBe(1);
  });
});

describe("raised minimums", () => {
  const sale: TrafficEvent = {
    ...{ name: "sale", start: "2026-11-27T06:00:00Z", duration: seconds(20 * HOUR), multiplier: 3.5 },
  };
  const window = { from: at("2026-11-25T00:00:00Z"), to: at("2026-11-30T00:00:00Z") };

  function minimums(scaling: Scaling, events: readonly TrafficEvent[]) {
    const traffic = {
      source: { kind: "file", file: "a.csv" },
      start: null,
      lengths: null,
      burstiness: null,
      holidays: [],
      growthPerMonth: 0,
      events,
    } as const;
    const deployment: ModelDeployment = { ...plain, scaling, traffic };
    const found = resolve(deployment);
    if (found.kind !== "resolved") throw new Error(found.kind);
    return { found: raisedMinimums(deployment, found.plan, window), startup: found.plan.startup.p99 };
  }

  it("multiply the fewest replicas in an event, at least one of them, and never exceed the most", () => {
    expect(eventMinimum({ ...keda, minReplicas: 2 }, sale)).toBe(7);
    expect(eventMinimum({ ...keda, minReplicas: 0 }, sale)).toBe(4);
    expect(eventMinimum({ ...keda, minReplicas: 3 }, sale)).toBe(8);
    expect(eventMinimum({ ...keda, minReplicas: 2 }, { ...sale, multiplier: 0.5 })).toBe(1);
  });

  it("hold from a slow start-up before the event to its end", () => {
    const { found, startup } = minimums(keda, [sale]);
    const start = at(sale.start);
    const minimum = (instant: number) => minimumAt(found, instant);
    expect(startup).toBeGreaterThan(60);
    expect([minimum(start - startup - 1), minimum(start - startup), minimum(start)]).toEqual([0, 4, 4]);
    expect([minimum(start + 20 * HOUR - 1), minimum(start + 20 * HOUR)]).toEqual([4, 0]);
  });

  it("are as high as the highest of calendar and events", () => {
    const office = { cron: "0 7 * * 1-5", timezone: "UTC", duration: seconds(12 * HOUR), minReplicas: 6 };
    const { found } = minimums({ ...keda, schedule: [office] }, [sale]);
    expect(minimumAt(found, at("2026-11-27T06:30:00Z"))).toBe(4);
    expect(minimumAt(found, at("2026-11-27T07:30:00Z"))).toBe(6);
    expect(minimumAt(found, at("2026-11-28T07:30:00Z"))).toBe(0);
  });

  it("are none for a fixed fleet and for an HPA, which know no calendar", () => {
    expect(minimums({ mode: "fixed", replicas: 2, headroom: 0 }, [sale]).found).toEqual([]);
    expect(minimums({ ...keda, mode: "hpa" }, [sale]).found).toEqual([]);
  });
});
