import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TrafficHistory } from "../../../../planner/domain/index.ts";
import { forecastRates, MOST_WINDOWS, UNCHANGED } from "../../../../planner/traffic/forecast/forecast-rates.ts";
import { DAY, HOUR } from "../../../../planner/units/index.ts";
import { rateSeries } from "../../../support/rate-series.ts";
import { workloadOf } from "../../../support/simulation.ts";

const plain = { clockStart: 0, windowSeconds: null, deployment: null, from: null, change: UNCHANGED, notes: [] };

function logOf(arrivals: readonly number[], duration: number, gaps: TrafficHistory["gaps"] = []): TrafficHistory {
  const workload = workloadOf(arrivals.map((arrival) => ({ arrival, input: 1, output: 1 })));
  const rows = { read: arrivals.length, bad: 0 };
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

const twoWeeks = (): TrafficHistory => ({
  ...logOf([], 14 * DAY),
  rates: {
    windowSeconds: HOUR,
    rates: rateSeries({ days: 14, period: 24, seed: 1, noise: 0.1, kind: "proportional" }),
  },
});

describe("a forecast of rates", () => {
  it("says a number for every window of the horizon, whatever the log", () => {
    const arrivals = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 60 });
    const duration = fc.double({ min: 0.01, max: 3e7, noNaN: true });
    const window = fc.option(fc.integer({ min: 600, max: DAY }), { nil: null });
    const horizon = fc.integer({ min: HOUR, max: 20 * DAY });
    fc.assert(
      fc.property(arrivals, duration, fc.tuple(window, horizon), (shares, seconds, [windowSeconds, horizonSeconds]) => {
        const times = shares.map((share) => share * seconds).sort((a, b) => a - b);
        const history = logOf(times, seconds * 1.001);
        const forecast = forecastRates({ ...plain, history, windowSeconds, horizonSeconds });
        const covered = forecast.points.length * forecast.windowSeconds;
        expect(covered).toBeGreaterThanOrEqual(horizonSeconds * (1 - 1e-9));
        expect(forecast.points.length).toBeLessThanOrEqual(MOST_WINDOWS);
        for (const { lower, point, upper } of forecast.points) {
          expect([lower, point, upper].every(Number.isFinite)).toBe(true);
          expect(lower).toBeLessThanOrEqual(point);
          expect(upper).toBeGreaterThanOrEqual(point);
        }
      }),
      { numRuns: 25, seed: 1 },
    );
  });

  it("begins where the history ends, also where windows do not divide it", () => {
    for (const windowSeconds of [HOUR, 5 * HOUR, 7 * 60, DAY]) {
      const question = { ...plain, history: twoWeeks(), windowSeconds, horizonSeconds: 4 * DAY };
      const { points } = forecastRates({ ...question, clockStart: 1000 });
      expect(points[0]?.startSeconds).toBe(1000 + 14 * DAY);
      expect(points).toHaveLength(Math.ceil((4 * DAY) / windowSeconds));
    }
  });

  it("says how bursty a log is, and nothing of rates", () => {
    const evenly = logOf(
      Array.from({ length: 7200 }, (_, i) => i),
      7200,
    );
    const question = { ...plain, horizonSeconds: HOUR };
    expect(forecastRates({ ...question, history: evenly }).history.burstiness).toBeCloseTo(0, 1);
    expect(forecastRates({ ...question, history: twoWeeks() }).history.burstiness).toBeNull();
    const told = { ...twoWeeks(), burstiness: 1.7 };
    expect(forecastRates({ ...question, history: told }).history.burstiness).toBe(1.7);
  });

  it("knows days by what was seen of them", () => {
    const nights = Array.from({ length: 20 }, (_, day) => [day * DAY + 18 * HOUR, (day + 1) * DAY] as const);
    const times = Array.from({ length: 20 * 6 * 18 }, (_, i) => Math.floor(i / 108) * DAY + (i % 108) * 600);
    const history = logOf(times, 20 * DAY, nights);
    const { points } = forecastRates({ ...plain, history, windowSeconds: DAY, horizonSeconds: 3 * DAY });
    for (const { point } of points) expect(point).toBeCloseTo(1 / 600, 6);
  });
});
