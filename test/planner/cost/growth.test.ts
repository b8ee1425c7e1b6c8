import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CostCurve, costAt, daysUntilUsedUp, firstDayAbove } from "../../../planner/cost/growth.ts";

const curve: CostCurve = {
  points: [
    { level: 0.8, usd: 900 },
    { level: 1, usd: 1000 },
    { level: 1.25, usd: 1500 },
  ],
  least: 500,
  most: 4000,
  needed: () => 0,
};
const MONTH_DAYS = 730 / 24;

describe("a bill that grows with traffic", () => {
  it.each([
    [0.8, 900],
    [0.9, 950],
    [1, 1000],
    [1.125, 1250],
    [2, 3000],
    [9, 4000],
    [0.01, 505],
    [0, 500],
  ])("at %d times the traffic is $%d", (level, usd) => {
    expect(costAt(curve, level)).toBeCloseTo(usd, 9);
  });

  it("passes a budget on the day on which that level is reached: 10 % a month, 2 times after 7.27 months", () => {
    const growth = { perMonth: 0.1, levelOneDay: 15, daysAhead: 730 };
    const day = 15 + (Math.log(2) / Math.log(1.1)) * MONTH_DAYS;
    expect(firstDayAbove(curve, 3000, growth)).toBe(Math.ceil(day));
    expect(firstDayAbove(curve, 4000, growth)).toBeNull();
    expect(firstDayAbove(curve, 3000, { ...growth, daysAhead: 200 })).toBeNull();
    expect(firstDayAbove(curve, 999, { ...growth, perMonth: 0 })).toBe(0);
    expect(firstDayAbove(curve, 1000, { ...growth, perMonth: 0 })).toBeNull();
  });

  it("never passes a larger budget earlier, nor any budget later with more growth", () => {
    const usd = fc.double({ min: 1000, max: 4000, noNaN: true });
    const rate = fc.double({ min: 0, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(usd, usd, fc.tuple(rate, rate), (a, b, [g, h]) => {
        const on = (budget: number, perMonth: number) =>
          firstDayAbove(curve, budget, { perMonth, levelOneDay: 0, daysAhead: 730 }) ?? Infinity;
        expect(on(Math.max(a, b), g)).toBeGreaterThanOrEqual(on(Math.min(a, b), g));
        expect(on(a, Math.max(g, h))).toBeLessThanOrEqual(on(a, Math.min(g, h)));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  it("is at least what the replicas cost that the traffic needs, where today's range moves nothing", () => {
    const flat = { points: curve.points.map(({ level }) => ({ level, usd: 1000 })), least: 1000, most: 4000 };
    const grows = { ...flat, needed: (level: number) => 500 * Math.ceil(level) };
    expect([1, 2, 3, 5, 20].map((level) => costAt(grows, level))).toEqual([1000, 1000, 1500, 2500, 4000]);
  });

  it("of one known figure is that figure", () => {
    expect(costAt({ points: [{ level: 1, usd: 7 }], least: 0, most: 9, needed: () => 0 }, 3)).toBe(7);
    expect(costAt({ points: [], least: 2, most: 9, needed: () => 0 }, 3)).toBe(2);
  });
});

describe("a month's budget", () => {
  it("is used up when that many days of the bill have come", () => {
    // $3,000 a month are $98.63 a day.
    expect(daysUntilUsedUp(3000, 1000, 30)).toBe(10);
    expect(daysUntilUsedUp(3000, 2999, 30)).toBeNull();
    expect(daysUntilUsedUp(3000, 2999, 31)).toBe(30);
  });
});
