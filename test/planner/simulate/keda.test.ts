import { describe, expect, it } from "vitest";
import type { Autoscaler, Observation } from "../../../planner/simulate/autoscaler.ts";
import { DEFAULT_BEHAVIOUR, type HpaSettings } from "../../../planner/simulate/autoscalers/hpa.ts";
import { keda } from "../../../planner/simulate/autoscalers/keda.ts";
import { scheduled } from "../../../planner/simulate/autoscalers/scheduled.ts";

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

/** To zero; polls every 30 s, lets go 60 s after the last request, moves without brakes in between. */
function toZero(changes: Partial<HpaSettings> = {}): Autoscaler {
  return keda({
    ...{ min: 0, max: 10, headroom: 0, minimumAt: () => 0 },
    target: { metric: "concurrency", value: 10 },
    behaviour: {
      ...DEFAULT_BEHAVIOUR,
      scaleDown: { stabilization: 0, rules: [{ type: "percent", value: 1, period: 15 }] },
      pollingInterval: 30,
      cooldown: 60,
    },
    ...changes,
  });
}

/** Replicas after each decision; the first is at 15 s. */
function follow(autoscaler: Autoscaler, start: number, waiting: readonly number[]): number[] {
  let current = start;
  return waiting.map((count, i) => {
    current = autoscaler.decide({ ...NOTHING, waiting: count }, current, 15 * (i + 1));
    return current;
  });
}

describe("keda", () => {
  it("goes to zero once a poll finds the metric silent for the cooldown", () => {
    // Polls at 15, 45, 75, 105 s. The last one that sees a request is at 15 s.
    expect(follow(toZero(), 1, [5, 0, 0, 0, 0, 0])).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it("counts the cooldown anew when a poll sees a request", () => {
    expect(follow(toZero(), 1, [5, 0, 5, 0, 0, 0, 0, 0])).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
  });

  it("does not see what comes and goes between two polls", () => {
    expect(follow(toZero(), 1, [5, 5, 0, 5, 0, 0])).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it("comes back with one replica at the next poll, then scales as an HPA", () => {
    // Polls at 15 and 45 s: the requests that came at 30 s wait for the second.
    expect(follow(toZero(), 0, [0, 30, 30, 30])).toEqual([0, 0, 1, 3]);
  });

  it("looks at the metric it was given and at no other", () => {
    const waits = toZero({ target: { metric: "requests-waiting", value: 10 } });
    const runs = toZero({ target: { metric: "requests-running", value: 10 } });
    const poll = (autoscaler: Autoscaler, seen: Partial<Observation>, [current, now]: [number, number]) =>
      autoscaler.decide({ ...NOTHING, ...seen }, current, now);
    // A first replica: those that wait for it are waiting, but nothing runs.
    expect(poll(waits, { unrouted: 1 }, [0, 15])).toBe(1);
    expect(poll(runs, { unrouted: 1 }, [0, 15])).toBe(0);
    // The last one goes although it is busy, since nobody waits; or stays, since something runs.
    expect(poll(waits, { ready: 1, running: 5 }, [1, 90])).toBe(0);
    expect(poll(runs, { ready: 1, running: 5 }, [1, 90])).toBe(1);
  });

  it("is active above its activation threshold, not at it", () => {
    const autoscaler = toZero({ activation: 5 });
    const poll = (unrouted: number, now: number) => autoscaler.decide({ ...NOTHING, unrouted }, 0, now);
    expect([poll(5, 15), poll(6, 45)]).toEqual([0, 1]);
  });

  it("is an HPA, and never at zero, where at least one replica is wanted", () => {
    expect(follow(toZero({ min: 1 }), 3, [20, 0, 0, 0, 0, 0, 0, 0])).toEqual([2, 1, 1, 1, 1, 1, 1, 1]);
  });

  it("keeps what the calendar asks for, silent or not", () => {
    const minimumAt = (now: number) => (now >= 40 && now < 70 ? 3 : 0);
    // From zero to one at the poll of 45 s, which the HPA then raises to the scheduled three, one when the hours are over, none 60 s after that poll.
    expect(follow(toZero({ minimumAt }), 0, Array<number>(8).fill(0))).toEqual([0, 0, 1, 3, 1, 1, 0, 0]);
  });
});

describe("scheduled", () => {
  it("follows the clock within its bounds, whatever the load", () => {
    const autoscaler = scheduled((now) => now / 10, { min: 2, max: 5 });
    expect([0, 10, 30, 50, 90].map((now) => autoscaler.decide({ ...NOTHING, waiting: 99 }, 3, now))).toEqual([
      2, 2, 3, 5, 5,
    ]);
  });

  it("looks at its polling interval, not at the HPA's", () => {
    const behaviour = { ...DEFAULT_BEHAVIOUR, pollingInterval: 2, cooldown: 60 };
    const autoscaler = toZero({ behaviour });
    expect(autoscaler.interval).toBe(1);
    const decide = (now: number) => autoscaler.decide({ ...NOTHING, unrouted: now >= 4 ? 1 : 0 }, 0, now);
    expect([1, 2, 3, 4, 5, 6].map(decide)).toEqual([0, 0, 0, 0, 1, 0]);
  });
});
