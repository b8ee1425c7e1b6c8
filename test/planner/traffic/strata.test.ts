import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ForecastHour } from "../../../planner/traffic/horizon.ts";
import { stratify } from "../../../planner/traffic/strata.ts";

const HOUR = 3600;
/** Strata are made by the most likely rate. */
const UNUSED = { p10: 0, p90: 0 };

const horizons = fc
  .array(
    fc.record({ rate: fc.double({ min: 0, max: 50, noNaN: true }), event: fc.constantFrom(null, null, null, "sale") }),
    { minLength: 1, maxLength: 200 },
  )
  .map((list) =>
    list.map((hour, i): ForecastHour => ({ ...hour, ...UNUSED, start: i * HOUR, minimum: i % 7 < 2 ? 4 : 0 })),
  );

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

describe("stratify", () => {
  it("counts every hour once and keeps the mean rate, of events apart", () => {
    fc.assert(
      fc.property(horizons, (hours) => {
        const strata = stratify(hours);
        expect(total(strata.map((s) => s.weight))).toBeCloseTo(1, 9);
        const told = strata.flatMap(({ indices }) => indices).sort((a, b) => a - b);
        expect(told).toEqual(hours.map((_, hour) => hour));
        const mean = total(hours.map((hour) => hour.rate)) / hours.length;
        expect(total(strata.map((s) => s.weight * s.hour.rate))).toBeCloseTo(mean, 9);
        if (strata.length === 1) return;
        const inEvents = hours.filter((hour) => hour.event !== null);
        const sold = strata.filter((s) => s.hour.event !== null);
        expect(total(sold.map((s) => s.weight)) * hours.length).toBeCloseTo(inEvents.length, 9);
        expect(total(sold.map((s) => s.weight * s.hour.rate)) * hours.length).toBeCloseTo(
          total(inEvents.map((hour) => hour.rate)),
          6,
        );
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("has the busiest hour, the steepest rise and what came before them", () => {
    fc.assert(
      fc.property(horizons, (hours) => {
        const strata = stratify(hours);
        const busiest = strata.at(-1);
        expect(busiest?.hour.rate).toBeCloseTo(Math.max(...hours.map((hour) => hour.rate)), 9);
        const rises = hours.slice(1).map((hour, i) => hour.rate - (hours[i]?.rate ?? 0));
        const most = Math.max(0, ...rises);
        const seen = strata.map((s) => s.hour.rate - s.before);
        if (most > 0) expect(Math.max(...seen)).toBeGreaterThanOrEqual(most - 1e-9);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("does not smear a sale over the quiet hours beside it", () => {
    const sale = (i: number) => i >= 300 && i < 320;
    const hours = Array.from({ length: 672 }, (_, i) => ({
      start: i * HOUR,
      rate: (1 + (i % 24) / 24) * (sale(i) ? 3.5 : 1),
      event: sale(i) ? "sale" : null,
      minimum: 0,
      ...UNUSED,
    }));
    const loud = stratify(hours).filter((s) => s.hour.rate > 3.5);
    expect(total(loud.map((s) => s.weight)) * 672).toBeCloseTo(20, 9);
  });

  it("keeps hours with different scheduled minimums apart", () => {
    const hours = Array.from({ length: 336 }, (_, i) => {
      const minimum = i % 24 >= 7 && i % 24 < 19 ? 4 : 0;
      return { start: i * HOUR, rate: 1 + (i % 24) / 24, event: null, minimum, ...UNUSED };
    });
    const strata = stratify(hours);
    const scheduled = strata.filter((stratum) => stratum.hour.minimum === 4);
    expect(total(scheduled.map((stratum) => stratum.weight))).toBeCloseTo(0.5, 2);
    expect(strata.map(({ label }) => label)).toContain("busy hours with at least 4 scheduled");
  });

  it("gives the busiest hour the rate that the worst is likely to bring, where that is known", () => {
    fc.assert(
      fc.property(horizons, fc.double({ min: 0, max: 100, noNaN: true }), (hours, worst) => {
        const [usual, raised] = [stratify(hours), stratify(hours, worst)];
        const busiest = Math.max(...hours.map((hour) => hour.rate));
        expect(raised.at(-1)?.hour.rate).toBeCloseTo(Math.max(busiest, worst), 9);
        expect(total(raised.map((s) => s.weight))).toBeCloseTo(1, 9);
        if (worst <= busiest) expect(raised).toEqual(usual);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it("is one stratum where all hours are alike", () => {
    const flat = Array.from({ length: 48 }, (_, i) => ({
      start: i * HOUR,
      rate: 2,
      event: null,
      minimum: 0,
      ...UNUSED,
    }));
    expect(stratify(flat)).toEqual([
      { label: "every hour", weight: 1, indices: flat.map((_, hour) => hour), hour: flat[0], before: 2 },
    ]);
  });
});
