import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TokenGaps } from "../../../planner/simulate/token-gaps.ts";

const series = fc.record({
  first: fc.oneof(fc.double({ min: 0, max: 10, noNaN: true }), fc.constantFrom(0, 0.25, 1)),
  step: fc.oneof(fc.constantFrom(0, 0, 0.25, -0.001, 1e-9), fc.double({ min: -0.01, max: 1, noNaN: true })),
  count: fc.integer({ min: 0, max: 30 }),
  weight: fc.integer({ min: 0, max: 4 }),
});
type Series = typeof series extends fc.Arbitrary<infer Value> ? Value : never;

/** Every value, as often as it weighs. A falling series is kept from its end, which rounds otherwise. */
const spelledOut = (list: readonly Series[]): Float64Array =>
  Float64Array.from(
    list.flatMap(({ first, step, count, weight }) => {
      const from = step < 0 ? first + step * (count - 1) : first;
      const values = Array.from({ length: count }, (_, i) => from + Math.abs(step) * i);
      return Array.from({ length: weight }, () => values).flat();
    }),
  ).sort();

function gapsOf(list: readonly Series[], most: number): TokenGaps {
  const gaps = new TokenGaps(most);
  for (const { first, step, count, weight } of list) gaps.addSeries(first, step, { count, weight });
  return gaps;
}

const typeSeven = (sorted: Float64Array, q: number): number => {
  const rank = q * (sorted.length - 1);
  const low = sorted[Math.floor(rank)] ?? NaN;
  return low + (rank - Math.floor(rank)) * ((sorted[Math.ceil(rank)] ?? NaN) - low);
};

describe("percentiles of inter-token times", () => {
  it("are those of all values written out, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(series, { maxLength: 40 }), (list) => {
        const sorted = spelledOut(list);
        fc.pre(sorted.length > 0);
        const { mean, ...found } = gapsOf(list, Infinity).summary();
        const [p50, p90, p95, p99] = [0.5, 0.9, 0.95, 0.99].map((q) => typeSeven(sorted, q));
        expect(found).toEqual({ p50, p90, p95, p99 });
        expect(mean).toBeCloseTo(sorted.reduce((sum, value) => sum + value, 0) / sorted.length, 9);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  it("come from a sketch once there are too many runs, and say so", () => {
    const list = [0.5, 0.25, 1].map((first) => ({ first, step: 0.125, count: 40, weight: 2 }));
    const [all, few] = [gapsOf(list, 3), gapsOf(list, 2)];
    expect([all.isExact, few.isExact]).toEqual([true, false]);
    const [exact, close] = [all.summary(), few.summary()];
    expect((close.p99 ?? NaN) / (exact.p99 ?? NaN)).toBeCloseTo(1, 3);
    expect(close.mean).toBeCloseTo(exact.mean ?? NaN, 12);
  });

  it("of nothing are null", () => {
    const nothing = { mean: null, p50: null, p90: null, p95: null, p99: null };
    expect(gapsOf([], Infinity).summary()).toEqual(nothing);
  });
});
