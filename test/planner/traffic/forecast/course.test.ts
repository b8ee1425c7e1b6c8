import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { courseOf } from "../../../../planner/traffic/forecast/course.ts";
import { naiveError, type Score, score } from "../../../support/forecast-score.ts";
import { rateSeries, type SeriesLaw } from "../../../support/rate-series.ts";

const LEVEL = 0.9;

function forecast(values: Float64Array, period: number, windows: number) {
  const course = courseOf({ values, windowSeconds: 86_400 / period, windows, level: LEVEL, trend: true });
  return Array.from(course.point, (point, i) => ({
    point,
    lower: course.quantile(i, (1 - LEVEL) / 2),
    upper: course.quantile(i, (1 + LEVEL) / 2),
  }));
}

/** Forecasts of the last `ahead` days of series with different chance. */
function scores(law: Omit<SeriesLaw, "seed">, ahead: number): (Score & { naive: number })[] {
  return Array.from({ length: 8 }, (_, seed) => {
    const all = rateSeries({ ...law, seed: seed + 1 });
    const past = all.subarray(0, all.length - ahead * law.period);
    const actual = all.subarray(past.length);
    const naive = naiveError(past, actual, 7 * law.period);
    return { ...score(forecast(past, law.period, actual.length), actual), naive };
  });
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("a series with a known law", () => {
  it.each<[string, Omit<SeriesLaw, "seed">, number]>([
    ["noise in proportion, four weeks", { days: 35, period: 24, noise: 0.1, kind: "proportional" }, 7],
    ["noise that lasts for hours, four weeks", { days: 35, period: 24, noise: 0.2, kind: "drifting" }, 7],
    ["a trend of 20 % a month, ten weeks", { days: 98, period: 24, noise: 0.2, kind: "drifting", trend: 0.2 }, 28],
    ["the same noise at any rate, two weeks", { days: 21, period: 24, noise: 0.1, kind: "additive" }, 7],
    ["windows of half an hour, three weeks", { days: 25, period: 48, noise: 0.15, kind: "proportional" }, 4],
  ])("%s: intervals hold nine in ten, and the point beats last week", (_name, law, ahead) => {
    const found = scores(law, ahead);
    expect(mean(found.map(({ coverage }) => coverage))).toBeGreaterThan(0.85);
    expect(mean(found.map(({ coverage }) => coverage))).toBeLessThan(0.95);
    expect(mean(found.map(({ error }) => error))).toBeLessThan(mean(found.map(({ naive }) => naive)));
    // Where noise is the same at any rate, a constant band is the best there is.
    expect(mean(found.map(({ width }) => width))).toBeLessThan(law.kind === "additive" ? 1.1 : 1);
  });
});

const series = fc
  .record({
    days: fc.integer({ min: 1, max: 20 }),
    seed: fc.integer({ min: 1, max: 1000 }),
    noise: fc.double({ min: 0, max: 0.5, noNaN: true }),
    kind: fc.constantFrom("proportional" as const, "additive" as const, "drifting" as const),
  })
  .map((law) => rateSeries({ ...law, period: 24 }));

describe("any series", () => {
  it("gets points inside their intervals, none of them below zero, wider for a higher level", () => {
    fc.assert(
      fc.property(series, fc.integer({ min: 1, max: 200 }), (values, windows) => {
        const course = courseOf({ values, windowSeconds: 3600, windows, level: LEVEL, trend: true });
        expect(course.point).toHaveLength(windows);
        for (let i = 0; i < windows; i++) {
          const [low, lower, upper, high] = [0.01, 0.1, 0.9, 0.99].map((q) => course.quantile(i, q));
          const point = course.point[i] ?? Number.NaN;
          expect(low).toBeGreaterThanOrEqual(0);
          expect(lower).toBeGreaterThanOrEqual(low ?? 0);
          expect(point).toBeGreaterThanOrEqual((lower ?? 0) * 0.98);
          expect(upper).toBeGreaterThanOrEqual(point * 0.98);
          expect(high).toBeGreaterThanOrEqual(upper ?? 0);
        }
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it("k times as high has a forecast k times as high", () => {
    fc.assert(
      fc.property(series, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, factor) => {
        const [one, many] = [values, values.map((rate) => rate * factor)].map((rates) => forecast(rates, 24, 48));
        one?.forEach((at, i) => {
          expect(many?.[i]?.point).toBeCloseTo(at.point * factor, 6);
          expect(many?.[i]?.upper).toBeCloseTo(at.upper * factor, 6);
        });
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  it("with a gap is forecast as if the gap were unknown, not silent", () => {
    const whole = rateSeries({ days: 21, period: 24, seed: 3, noise: 0.05, kind: "proportional" });
    const holed = whole.map((rate, i) => (i >= 200 && i < 230 ? Number.NaN : rate));
    const [known, unknown] = [forecast(whole, 24, 168), forecast(holed, 24, 168)];
    const error = mean(known.map(({ point }, i) => Math.abs((unknown[i]?.point ?? 0) / point - 1)));
    expect(error).toBeLessThan(0.05);
  });

  it("that never changes is forecast for certain", () => {
    const flat = new Float64Array(21 * 24).fill(3);
    for (const { point, lower, upper } of forecast(flat, 24, 100)) {
      expect([point, lower, upper]).toEqual([3, 3, 3]);
    }
  });
});

describe("a short series", () => {
  it("of one window lasts, with an assumed width", () => {
    const course = courseOf({
      values: Float64Array.of(4),
      windowSeconds: 3600,
      windows: 24,
      level: LEVEL,
      trend: true,
    });
    expect([...course.point]).toEqual(new Array(24).fill(4));
    expect(course.law).toBeNull();
    expect([course.quantile(5, 0.05), course.quantile(5, 0.95)]).toEqual([
      expect.closeTo(0.8, 9),
      expect.closeTo(10, 9),
    ]);
  });

  it("of one week repeats the week, which it cannot try, and of one day the day", () => {
    const week = rateSeries({ days: 7, period: 24, seed: 1, noise: 0, kind: "proportional" });
    expect(courseOf({ values: week, windowSeconds: 3600, windows: 24, level: LEVEL, trend: true }).model.id).toBe(
      "week",
    );
    const day = week.slice(0, 24);
    expect(courseOf({ values: day, windowSeconds: 3600, windows: 24, level: LEVEL, trend: true }).model.id).toBe("day");
  });
});
