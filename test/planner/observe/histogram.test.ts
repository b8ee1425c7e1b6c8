import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { workloadOfLengths } from "../../../planner/index.ts";
import { meanOfHistogram, quantileOf } from "../../../planner/observe/histogram.ts";
import { knownBefore } from "../../../planner/observe/known-before.ts";

const BOUNDS = [0.1, 0.5, 1, 2, 5, Number.POSITIVE_INFINITY];

describe("a quantile of a histogram", () => {
  it("lies in the bucket that holds the quantile of the values themselves", () => {
    const values = fc.array(fc.double({ min: 0.001, max: 9, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.double({ min: 0.01, max: 1, noNaN: true }), (all, q) => {
        const buckets = BOUNDS.map((bound) => [bound, all.filter((one) => one <= bound).length] as const);
        const found = quantileOf({ buckets, sum: null, count: all.length }, q);
        const sorted = all.toSorted((a, b) => a - b);
        const own = sorted[Math.max(0, Math.ceil(q * all.length - 1e-9) - 1)] ?? 0;
        expect(found).not.toBeNull();
        expect(own).toBeGreaterThanOrEqual(found?.low ?? Number.NaN);
        expect(own).toBeLessThanOrEqual(found?.high ?? Number.POSITIVE_INFINITY);
        expect(found?.value === null).toBe(found?.high === null);
      }),
    );
  });

  it("is unknown, and no zero, where nothing was counted; a mean needs a sum", () => {
    expect(quantileOf({ buckets: [[1, 0]], sum: 0, count: 0 }, 0.5)).toBeNull();
    expect(meanOfHistogram({ buckets: [[1, 2]], sum: null, count: 2 })).toBeNull();
    expect(meanOfHistogram({ buckets: [[1, 2]], sum: 3, count: 2 })).toBe(1.5);
  });
});

describe("what was known before an instant", () => {
  const day = 86_400;
  const rates = Float64Array.from({ length: 48 }, (_, hour) => hour);
  const lengths = workloadOfLengths({ kind: "fixed", tokens: 10 }, { kind: "fixed", tokens: 5 });
  const seen = { stampSeconds: null, burstiness: null, duration: 2 * day, format: "x", rows: { read: 48, bad: 0 } };
  const byHour = {
    ...seen,
    workload: lengths,
    rates: { windowSeconds: 3600, rates },
    epoch: 0,
    gaps: [[3600, 90_000] as const],
  };

  it("ends there, gaps and all", () => {
    const known = knownBefore(byHour, day);
    expect([known?.duration, known?.rates?.rates.length, known?.gaps]).toEqual([day, 24, [[3600, day]]]);
    expect(known?.workload).toBe(lengths);
    expect(knownBefore(byHour, 2 * day)).toBe(byHour);
    expect(knownBefore(byHour, 3000)).toBeNull();
    expect(knownBefore({ ...byHour, epoch: null }, 0)?.duration).toBe(2 * day);
  });

  it("is of a log what had arrived", () => {
    const arrivals = Float64Array.from([0, 10, day - 1, day, day + 5]);
    const tokens = new Int32Array(5).fill(7);
    const workload = { arrivals, inputTokens: tokens, outputTokens: tokens, prefixIds: tokens, prefixTokens: null };
    const known = knownBefore({ ...seen, workload, rates: null, epoch: 0, gaps: [] }, day);
    expect([known?.workload.arrivals.length, known?.workload.inputTokens.length]).toEqual([3, 3]);
    expect([known?.workload.prefixIds?.length, known?.workload.prefixTokens]).toEqual([3, null]);
  });
});
