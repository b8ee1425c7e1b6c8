import { describe, expect, it } from "vitest";
import type { Autoscaler, Observation } from "../../../planner/simulate/autoscaler.ts";
import {
  DEFAULT_BEHAVIOUR,
  type HpaBehaviour,
  type HpaSettings,
  horizontalPodAutoscaler,
} from "../../../planner/simulate/autoscalers/hpa.ts";

const NOTHING: Observation = {
  ready: 0,
  starting: 0,
  pending: 0,
  unrouted: 0,
  arrived: 0,
  waiting: 0,
  running: 0,
  kvUse: 0,
  busy: 0,
};
const FREE: HpaBehaviour = {
  ...DEFAULT_BEHAVIOUR,
  scaleUp: { stabilization: 0, rules: [{ type: "pods", value: 1000, period: 15 }] },
  scaleDown: { stabilization: 0, rules: [{ type: "percent", value: 1, period: 15 }] },
};

/** Ten requests in flight a replica, between 1 and 20, no brakes. */
function hpa(changes: Partial<HpaSettings> = {}): Autoscaler {
  return horizontalPodAutoscaler({
    ...{ min: 1, max: 20, headroom: 0, minimumAt: () => 0, behaviour: FREE },
    target: { metric: "concurrency", value: 10 },
    ...changes,
  });
}

/** Follows the autoscaler for one decision every 15 s, each on a number of requests; returns the replicas after each. */
function follow(autoscaler: Autoscaler, start: number, inFlight: readonly number[]): number[] {
  let current = start;
  return inFlight.map((running, i) => {
    current = autoscaler.decide({ ...NOTHING, ready: current, running }, current, 15 * (i + 1));
    return current;
  });
}

describe("desired replicas", () => {
  it.each([
    [40, 2, 4],
    [41, 2, 5],
    [1, 2, 1],
    [0, 5, 1],
    [1000, 2, 20],
  ])("%d requests on %d replicas: %d", (running, current, wanted) => {
    expect(follow(hpa(), current, [running])).toEqual([wanted]);
  });

  it("stay while the ratio is within the tolerance of 10 %, its ends included", () => {
    expect(follow(hpa(), 10, [110, 90, 100, 105])).toEqual([10, 10, 10, 10]);
    expect(follow(hpa(), 10, [111])).toEqual([12]);
    expect(follow(hpa(), 10, [89])).toEqual([9]);
  });

  it("leave headroom: a quarter more replicas than the metric asks for", () => {
    expect(follow(hpa({ headroom: 0.25 }), 1, [80])).toEqual([10]);
  });

  it.each([
    ["requests-waiting", { waiting: 35, running: 100 }, 4],
    ["requests-running", { waiting: 100, running: 35 }, 4],
    ["concurrency", { waiting: 35, running: 30 }, 7],
  ] as const)("follow %s", (metric, seen, wanted) => {
    const autoscaler = hpa({ target: { metric, value: 10 } });
    expect(autoscaler.decide({ ...NOTHING, ready: 1, ...seen }, 1, 15)).toBe(wanted);
  });

  it.each([
    ["kv-use", { ready: 4, kvUse: 2.7, busy: 0 }],
    ["gpu-utilization", { kvUse: 0, busy: 2.7 }],
  ] as const)("follow %s as a mean over the replicas", (metric, seen) => {
    // 2.7 summed over three replicas are 90 % each; at a target of 60 % that takes 4.5.
    const autoscaler = hpa({ target: { metric, value: 0.6 } });
    expect(autoscaler.decide({ ...NOTHING, ...seen, ready: 3 }, 3, 15)).toBe(5);
  });

  it("never fall below a minimum that the clock sets, nor below the settled one after it", () => {
    const autoscaler = hpa({ min: 2, minimumAt: (now) => (now >= 30 && now < 60 ? 6 : 0) });
    expect(follow(autoscaler, 2, [0, 0, 0, 0, 0])).toEqual([2, 6, 6, 2, 2]);
  });

  it("are bounded by the maximum even where the scheduled minimum is higher", () => {
    expect(follow(hpa({ max: 4, minimumAt: () => 9 }), 1, [0])).toEqual([4]);
  });
});

describe("an autoscaler that has just been made", () => {
  it("keeps what it finds for the window of scaling down", () => {
    const autoscaler = hpa({ startsAnew: true, behaviour: DEFAULT_BEHAVIOUR });
    const seen = follow(autoscaler, 4, Array<number>(22).fill(1));
    expect([seen[0], seen[18], seen[21]]).toEqual([4, 4, 1]);
  });

  it("scales up at once all the same", () => {
    expect(follow(hpa({ startsAnew: true }), 4, [80])).toEqual([8]);
  });
});

describe("replicas that do not report yet", () => {
  const decide = (running: number, counts: { ready: number; starting: number; pending?: number }) =>
    hpa().decide({ ...NOTHING, ...counts, running }, counts.ready + counts.starting, 15);

  it.each([
    // Two busy at 200 %: of the two that start it is assumed that they take nothing, and four are enough.
    [40, { ready: 2, starting: 2 }, 4],
    [50, { ready: 2, starting: 2 }, 5],
    // Two idle: those that start are taken to be exactly on target, so only the ready ones are too many.
    [2, { ready: 2, starting: 2 }, 3],
    [0, { ready: 2, starting: 2 }, 2],
    // 150 % of one replica, but 50 % once the others are counted: the direction would turn, nothing changes.
    [15, { ready: 1, starting: 2 }, 3],
    // No metric at all.
    [0, { ready: 0, starting: 3 }, 3],
    // 150 % of ten, 109 % of twenty, 93 % of twenty: within the tolerance once those that start are guessed.
    [150, { ready: 10, starting: 4 }, 14],
    [85, { ready: 10, starting: 10 }, 20],
    // Pending pods are not there where fewer are wanted, and idle where more are.
    [2, { ready: 2, starting: 2, pending: 2 }, 1],
    [15, { ready: 2, starting: 2, pending: 2 }, 2],
    [19, { ready: 2, starting: 2, pending: 2 }, 4],
    [50, { ready: 2, starting: 2, pending: 2 }, 5],
    [40, { ready: 2, starting: 2, pending: 2 }, 4],
    [20, { ready: 2, starting: 2, pending: 2 }, 4],
    // One of the two runs: it is taken to be on target, the pending one is left out.
    [2, { ready: 2, starting: 2, pending: 1 }, 2],
  ])("%i in flight on %o: %i", (running, counts, wanted) => {
    expect(decide(running, counts)).toBe(wanted);
  });

  it("are not needed where one external figure tells all", () => {
    const external = hpa({ source: "external", target: { metric: "requests-waiting", value: 10 } });
    expect(external.decide({ ...NOTHING, starting: 1, unrouted: 35 }, 1, 15)).toBe(4);
  });
});

describe("stabilisation", () => {
  it("down: the highest recommendation of the last 60 s counts", () => {
    const behaviour = { ...FREE, scaleDown: { ...FREE.scaleDown, stabilization: 60 } };
    // The 8 of 15 s counts at 60 s and no more at 75 s; then the 4 of 30 s, until it is 60 s old as well.
    expect(follow(hpa({ behaviour }), 1, [80, 40, 20, 20, 20, 20, 20])).toEqual([8, 8, 8, 8, 4, 2, 2]);
  });

  it("up: the lowest recommendation of the last 30 s counts", () => {
    const behaviour = { ...FREE, scaleUp: { ...FREE.scaleUp, stabilization: 30 } };
    expect(follow(hpa({ behaviour }), 1, [10, 80, 50, 90])).toEqual([1, 1, 5, 5]);
  });

  it("waits 300 s before it lets a replica go, by default", () => {
    const behaviour = DEFAULT_BEHAVIOUR;
    const inFlight = [40, ...Array<number>(20).fill(10)];
    const replicas = follow(hpa({ behaviour }), 4, inFlight);
    // At 15 s four are right. That is 300 s old at 315 s.
    expect(replicas).toEqual([...Array<number>(20).fill(4), 1]);
  });
});

describe("rules", () => {
  it("up, by default: the more generous of four pods and twice as many, every 15 s", () => {
    expect(follow(hpa({ max: 100, behaviour: DEFAULT_BEHAVIOUR }), 1, Array<number>(5).fill(900))).toEqual([
      5, 10, 20, 40, 80,
    ]);
  });

  it("up: two pods a minute, counted from what there was a minute ago", () => {
    const behaviour = {
      ...FREE,
      scaleUp: { stabilization: 0, rules: [{ type: "pods", value: 2, period: 60 }] },
    } as const;
    // Two are added at 15 s; those are 60 s old at 75 s.
    expect(follow(hpa({ behaviour }), 1, Array<number>(6).fill(90))).toEqual([3, 3, 3, 3, 5, 5]);
  });

  it("down: at most a quarter, rounded down, every 15 s", () => {
    const behaviour = {
      ...FREE,
      scaleDown: { stabilization: 0, rules: [{ type: "percent", value: 0.25, period: 15 }] },
    } as const;
    expect(follow(hpa({ behaviour }), 16, Array<number>(4).fill(10))).toEqual([12, 9, 6, 4]);
  });

  it("down: the more generous of one pod and half of them", () => {
    const rules = [
      { type: "pods", value: 1, period: 15 },
      { type: "percent", value: 0.5, period: 15 },
    ] as const;
    const behaviour = { ...FREE, scaleDown: { stabilization: 0, rules } };
    expect(follow(hpa({ behaviour }), 9, Array<number>(5).fill(10))).toEqual([4, 2, 1, 1, 1]);
  });

  it("count what was added against what was removed within the same period", () => {
    const rules = [{ type: "pods", value: 2, period: 60 }] as const;
    const behaviour = { ...FREE, scaleUp: { stabilization: 0, rules }, scaleDown: { stabilization: 0, rules } };
    // 4 to 2 at 15 s; from the 4 of a minute ago two more are allowed: 6 at 30 s.
    expect(follow(hpa({ behaviour }), 4, [10, 90])).toEqual([2, 6]);
  });
});
