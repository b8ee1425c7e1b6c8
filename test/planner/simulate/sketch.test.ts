import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Sketch } from "../../../planner/simulate/sketch.ts";

const QUANTILES = [0, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1];
/** Half a bucket of 0.1 %, and the rounding of the logarithm. */
const RELATIVE = 0.0005 + 1e-9;

const values = fc.array(
  fc.record({ value: fc.double({ min: 1.1e-6, max: 20_000, noNaN: true }), weight: fc.integer({ min: 1, max: 5 }) }),
  { minLength: 1, maxLength: 200 },
);

describe("quantiles", () => {
  it("lie within 0.05 % of the exact percentile (type 7), never outside what was added", () => {
    fc.assert(
      fc.property(values, (weighted) => {
        const sketch = new Sketch();
        for (const { value, weight } of weighted) sketch.add(value, weight);
        const sorted = weighted.flatMap(({ value, weight }) => Array<number>(weight).fill(value)).sort((a, b) => a - b);
        for (const q of QUANTILES) {
          const rank = q * (sorted.length - 1);
          const [low = NaN, high = low] = sorted.slice(Math.floor(rank), Math.floor(rank) + 2);
          const exact = low + (rank - Math.floor(rank)) * (high - low);
          const found = sketch.quantile(q) ?? NaN;
          expect(Math.abs(found - exact)).toBeLessThanOrEqual(RELATIVE * exact);
          expect(found).toBeGreaterThanOrEqual(sorted[0] ?? NaN);
          expect(found).toBeLessThanOrEqual(sorted.at(-1) ?? NaN);
        }
        const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
        expect(Math.abs((sketch.mean() ?? NaN) - mean)).toBeLessThanOrEqual(1e-9 * mean);
      }),
      { numRuns: 300 },
    );
  });

  it("of nothing but zeros are zero", () => {
    const sketch = new Sketch();
    sketch.addSeries(0, 0, { count: 5, weight: 1 });
    expect(QUANTILES.map((q) => sketch.quantile(q))).toEqual(QUANTILES.map(() => 0));
  });

  it("do not exist where nothing was added", () => {
    expect(new Sketch().quantile(0.5)).toBeNull();
    expect(new Sketch().mean()).toBeNull();
  });
});

describe("addSeries", () => {
  const series = fc.record({
    first: fc.double({ min: 1e-4, max: 10, noNaN: true }),
    step: fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 0.5, noNaN: true })),
    count: fc.integer({ min: 0, max: 300 }),
    weight: fc.integer({ min: 1, max: 9 }),
  });

  it("equals adding the values one by one", () => {
    fc.assert(
      fc.property(fc.array(series, { minLength: 1, maxLength: 4 }), (list) => {
        const closed = new Sketch();
        const repeated = new Sketch();
        for (const { first, step, count, weight } of list) {
          closed.addSeries(first, step, { count, weight });
          for (const i of Array(count).keys()) repeated.add(first + step * i, weight);
        }
        expect(closed.weight).toBe(repeated.weight);
        if (repeated.weight === 0) return;
        expect((closed.mean() ?? NaN) / (repeated.mean() ?? NaN)).toBeCloseTo(1, 9);
        // A value on the edge of a bucket may fall to either side.
        for (const q of QUANTILES) expect(ratio(closed, repeated, q)).toBeLessThan(0.0011);
      }),
      { numRuns: 300 },
    );
  });
});

const ratio = (one: Sketch, other: Sketch, q: number): number =>
  Math.abs((one.quantile(q) ?? NaN) / (other.quantile(q) ?? NaN) - 1);
