import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream } from "../../../planner/domain/index.ts";
import { timesBetween } from "../../../planner/traffic/renewal.ts";

/** Arrivals of unit rate up to a moment. */
function arrivalsOf(cv: number, seed: number, until: number): number[] {
  const { first, next } = timesBetween(cv, stream(seed, "arrivals"));
  const arrivals: number[] = [];
  for (let at = first(); at < until; at += next()) arrivals.push(at);
  return arrivals;
}

const variation = fc.oneof(fc.constantFrom(0, 1, 10), fc.double({ min: 0.05, max: 6, noNaN: true }));

describe("times between arrivals", () => {
  it("never go back, and are the same for the same seed", () => {
    fc.assert(
      fc.property(variation, fc.nat(), (cv, seed) => {
        const arrivals = arrivalsOf(cv, seed, 200);
        expect(arrivals.every((at, i) => at >= (arrivals[i - 1] ?? 0) && Number.isFinite(at))).toBe(true);
        expect(arrivalsOf(cv, seed, 200)).toEqual(arrivals);
      }),
      { numRuns: 200 },
    );
  });

  it.each([0, 0.3, 1, 1.8, 2.5, 5])("with a variation of %d have it, and a mean of one", (cv) => {
    const { next } = timesBetween(cv, stream(1, "arrivals"));
    const times = Float64Array.from({ length: 400_000 }, next);
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length;
    expect(Math.abs(mean - 1)).toBeLessThan((5 * cv) / Math.sqrt(times.length) + 1e-12);
    // The fourth moment of a gamma is 3 + 6 cv² times its squared variance.
    const error = Math.sqrt((2 + 6 * cv * cv) / times.length) / 2;
    expect(Math.abs(Math.sqrt(variance) - cv)).toBeLessThan(5 * error * cv + 1e-6);
  });

  it.each([0, 0.5, 1, 1.8, 2.5, 5])(
    "with a variation of %d bring what the rate says to every stretch, the first too",
    (cv) => {
      const runs = 20_000;
      const stretches = [
        [0, 0.5],
        [0, 3],
        [3, 7],
        [6.5, 10],
      ] as const;
      const counts = stretches.map(() => ({ sum: 0, squares: 0 }));
      for (let seed = 0; seed < runs; seed++) {
        const arrivals = arrivalsOf(cv, seed, 10);
        stretches.forEach(([from, to], i) => {
          const count = arrivals.filter((at) => at >= from && at < to).length;
          const all = counts[i];
          if (all) Object.assign(all, { sum: all.sum + count, squares: all.squares + count * count });
        });
      }
      stretches.forEach(([from, to], i) => {
        const { sum = 0, squares = 0 } = counts[i] ?? {};
        const error = Math.sqrt((squares / runs - (sum / runs) ** 2) / runs);
        expect(Math.abs(sum / runs - (to - from))).toBeLessThan(5 * error + 1e-9);
      });
    },
  );

  it("at random are drawn as ever", () => {
    const { first, next } = timesBetween(1, stream(7, "arrivals"));
    const random = stream(7, "arrivals");
    expect([first(), next(), next()]).toEqual([random.exponential(), random.exponential(), random.exponential()]);
  });
});
