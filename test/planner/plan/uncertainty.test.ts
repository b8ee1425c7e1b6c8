import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalCdf } from "../../../planner/domain/normal.ts";
import { probabilityBelow, rangeOf, spreadOf } from "../../../planner/plan/uncertainty.ts";
import { weightedMean, weightedQuantile } from "../../../planner/plan/weighted-samples.ts";

const value = fc.double({ min: 0.001, max: 1000, noNaN: true });

describe("normal distribution function", () => {
  it.each([
    [0, 0.5],
    [1, 0.841344746],
    [-1.2815515655, 0.1],
    [1.644853627, 0.95],
    [3, 0.998650102],
  ])("at %d is %d", (z, wanted) => {
    expect(normalCdf(z)).toBeCloseTo(wanted, 6);
  });
});

describe("the spread of a simulated figure", () => {
  it("has its middle where it was forecast, and its P10 and P90 where the points say when only one thing varies", () => {
    const spread = rangeOf(spreadOf({ nominal: 100, lowTraffic: 80, highTraffic: 130, fast: 100, slow: 100 }));
    expect(spread.p50).toBeCloseTo(100, 6);
    expect(Math.abs(spread.p10 / 80 - 1)).toBeLessThan(0.01);
    expect(Math.abs(spread.p90 / 130 - 1)).toBeLessThan(0.01);
  });

  it("is wider when two things vary", () => {
    const one = rangeOf(spreadOf({ nominal: 100, lowTraffic: 80, highTraffic: 125, fast: 100, slow: 100 }));
    const two = rangeOf(spreadOf({ nominal: 100, lowTraffic: 80, highTraffic: 125, fast: 80, slow: 125 }));
    expect(two.p90).toBeGreaterThan(one.p90);
    expect(two.p90 / 100).toBeCloseTo(1.25 ** Math.SQRT2, 1);
  });

  it("gives probabilities that rise with the limit, from 0 to 1", () => {
    fc.assert(
      fc.property(value, value, value, (nominal, high, limit) => {
        const spread = spreadOf({
          nominal,
          lowTraffic: nominal,
          highTraffic: nominal + high,
          fast: nominal,
          slow: nominal + high,
        });
        expect(probabilityBelow(spread, limit)).toBeLessThanOrEqual(probabilityBelow(spread, limit * 1.1));
        expect(probabilityBelow(spread, 0)).toBe(0);
        expect(probabilityBelow(spread, Infinity)).toBe(1);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
});

describe("samples that count differently", () => {
  const windows = fc.array(
    fc.record({ values: fc.array(value, { maxLength: 12 }), weight: fc.integer({ min: 1, max: 5 }) }),
    { minLength: 1, maxLength: 4 },
  );

  it("are as if each stood there as often as it counts", () => {
    fc.assert(
      fc.property(windows, fc.double({ min: 0.01, max: 1, noNaN: true }), (some, q) => {
        const weighted = some.map(({ values, weight }) => ({ sorted: Float64Array.from(values).sort(), weight }));
        const naive = some
          .flatMap(({ values, weight }) => values.flatMap((v) => new Array<number>(weight).fill(v)))
          .sort((a, b) => a - b);
        const found = weightedQuantile(weighted, q);
        if (naive.length === 0) {
          expect(found).toBeNull();
          expect(weightedMean(weighted)).toBeNull();
          return;
        }
        const wanted = naive[Math.max(0, Math.ceil(q * naive.length - 1e-9) - 1)] ?? 0;
        expect(Math.abs((found ?? 0) / wanted - 1)).toBeLessThan(1e-6);
        expect(weightedMean(weighted)).toBeCloseTo(naive.reduce((a, b) => a + b, 0) / naive.length, 6);
      }),
      { numRuns: 400, seed: 2 },
    );
  });
});
