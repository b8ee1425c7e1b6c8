import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TrafficHistory } from "../../../planner/domain/index.ts";
import { meanRate, ratesOn, requestsSeen } from "../../../planner/traffic/series.ts";
import { DAY, HOUR } from "../../../planner/units/index.ts";
import { workloadOf } from "../../support/simulation.ts";

/** One request in ten seconds, none in the gaps. */
function log(duration: number, gaps: TrafficHistory["gaps"] = []): TrafficHistory {
  const times = Array.from({ length: Math.floor(duration / 10) }, (_, i) => 10 * i + 5);
  const seen = times.filter((time) => !gaps.some(([from, to]) => time >= from && time < to));
  const workload = workloadOf(seen.map((arrival) => ({ arrival, input: 1, output: 1 })));
  const rows = { read: seen.length, bad: 0 };
  return {
    workload,
    rates: null,
    stampSeconds: null,
    burstiness: null,
    epoch: null,
    duration,
    format: "plain",
    rows,
    gaps,
  };
}

/** The same as rates by the minute. */
function rates(history: TrafficHistory): TrafficHistory {
  const minutes = ratesOn(history, { windowSeconds: 60, offset: 0 });
  return { ...history, workload: workloadOf([]), rates: { windowSeconds: 60, rates: minutes } };
}

describe("rates by the window", () => {
  it("count for the part of a window that was seen, of a log as of rates", () => {
    const nights = Array.from({ length: 20 }, (_, day) => [day * DAY + 18 * HOUR, (day + 1) * DAY] as const);
    const open = log(20 * DAY, nights);
    for (const history of [open, rates(open)]) {
      const days = ratesOn(history, { windowSeconds: DAY, offset: 0 });
      for (const rate of days) expect(rate).toBeCloseTo(0.1, 6);
    }
  });

  it("are unknown where less than half of a window was seen", () => {
    const holed = log(6 * HOUR, [[2 * HOUR + 1000, 3 * HOUR]]);
    for (const history of [holed, rates(holed)]) {
      const hours = ratesOn(history, { windowSeconds: HOUR, offset: 0 });
      expect([...hours].map(Number.isNaN)).toEqual([false, false, true, false, false, false]);
    }
  });

  it("are the mean of all where no window was seen well enough", () => {
    expect([...ratesOn(log(300), { windowSeconds: HOUR, offset: 0 })]).toEqual([0.1]);
  });

  it("add up to the requests, wherever windows begin", () => {
    const window = fc.integer({ min: 60, max: 20_000 });
    fc.assert(
      fc.property(window, fc.double({ min: 0, max: 0.999, noNaN: true }), (windowSeconds, share) => {
        const history = log(DAY);
        const offset = share * windowSeconds;
        const found = ratesOn(history, { windowSeconds, offset });
        const requests = found.reduce((sum, rate, i) => {
          const from = Math.max(0, i * windowSeconds - offset);
          const to = Math.min(DAY, (i + 1) * windowSeconds - offset);
          // What is too short to have a rate holds what its length would.
          return sum + (Number.isNaN(rate) ? 0.1 : rate) * (to - from);
        }, 0);
        expect(Math.abs(requests - 8640)).toBeLessThan(2);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it("have the mean and the requests of the log that they were made of", () => {
    const history = log(DAY, [[HOUR, 2 * HOUR]]);
    expect(meanRate(rates(history))).toBeCloseTo(meanRate(history), 6);
    expect(requestsSeen(rates(history))).toBe(requestsSeen(history));
  });
});
