import fc from "fast-check";
import { quantileSorted } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { quantileOfSorted } from "../../../planner/domain/index.ts";
import { meanOf, quantilesOf } from "../../../planner/simulate/percentiles.ts";

const sample = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })
  .map((values) => Float64Array.from(values).sort());
const share = fc.double({ min: 0, max: 1, noNaN: true });

describe("quantileOfSorted", () => {
  it("is Hyndman and Fan's type 7, written with ranks from 1", () => {
    fc.assert(
      fc.property(sample, share, (sorted, q) => {
        const h = (sorted.length - 1) * q + 1;
        const low = sorted.at(Math.floor(h) - 1) ?? NaN;
        const high = sorted.at(Math.min(Math.ceil(h), sorted.length) - 1) ?? NaN;
        const naive = (Math.ceil(h) - h) * low + (1 - (Math.ceil(h) - h)) * high;
        expect(quantileOfSorted(sorted, q) ?? NaN).toBeCloseTo(naive, 6);
      }),
    );
  });

  it("agrees with published values: numpy.quantile([1, 2, 4, 8], q), method linear", () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    expect([0, 0.25, 0.5, 0.9, 1].map((q) => quantileOfSorted(sorted, q))).toEqual([
      1,
      1.75,
      3,
      expect.closeTo(6.8, 12),
      8,
    ]);
  });

  it("agrees with simple-statistics where its definition is the same: both ends, and the median", () => {
    fc.assert(
      fc.property(sample, (sorted) => {
        for (const q of [0, 0.5, 1]) expect(quantileOfSorted(sorted, q)).toBeCloseTo(quantileSorted([...sorted], q), 6);
      }),
    );
  });

  it("never falls as the share grows, and stays between the ends", () => {
    fc.assert(
      fc.property(sample, share, share, (sorted, a, b) => {
        const low = quantileOfSorted(sorted, Math.min(a, b)) ?? NaN;
        const high = quantileOfSorted(sorted, Math.max(a, b)) ?? NaN;
        expect(low).toBeLessThanOrEqual(high + 1e-9);
        expect(low).toBeGreaterThanOrEqual((sorted[0] ?? NaN) - 1e-9);
        expect(high).toBeLessThanOrEqual((sorted.at(-1) ?? NaN) + 1e-9);
      }),
    );
  });

  it("does not exist for nothing", () => {
    expect(quantileOfSorted(new Float64Array(), 0.5)).toBeNull();
    expect(meanOf(new Float64Array())).toBeNull();
    expect(meanOf(Float64Array.of(1, 2, 6))).toBe(3);
  });
});

describe("quantilesOf", () => {
  it("finds in any order what sorting finds", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.double({ min: -5, max: 5, noNaN: true }), fc.constantFrom(1, 1, 2)), { maxLength: 300 }),
        (list) => {
          const sorted = Float64Array.from(list).sort();
          const qs = [0, 0.1, 0.5, 0.9, 0.95, 0.99, 1];
          expect(quantilesOf(Float64Array.from(list), qs)).toEqual(qs.map((q) => quantileOfSorted(sorted, q)));
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ["rising", (i: number) => i],
    ["falling", (i: number) => -i],
    ["all alike", () => 7],
    ["an organ pipe", (i: number) => Math.min(i, 100_000 - i)],
  ])("is quick on 100,000 values that are %s", (_order, value) => {
    const values = Float64Array.from({ length: 100_000 }, (_, i) => value(i));
    const sorted = values.slice().sort();
    expect(quantilesOf(values, [0.5, 0.99])).toEqual([quantileOfSorted(sorted, 0.5), quantileOfSorted(sorted, 0.99)]);
  });
});
