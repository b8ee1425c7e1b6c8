import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastSquares } from "../../.github/scripts/fit/least-squares.ts";

const ROUNDS = 60;
/** Observations of x, and the belief that x is 0, believed `1 / weight` far. */
const around = (seen: readonly number[], weight = 1) => {
  return ([x = 0]: readonly number[]): readonly number[] => [...seen.map((one) => x - one), weight * x];
};
const solved = (residuals: ReturnType<typeof around>, options: { huber: number; beliefs?: number }): number =>
  leastSquares(residuals, { start: [0], rounds: ROUNDS, ...options })[0] ?? Number.NaN;

const seen = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 1, maxLength: 8 });

describe("robust least squares", () => {
  it("without a bound on residuals has the mean that beliefs draw towards them", () => {
    fc.assert(
      fc.property(seen, fc.double({ min: 0.1, max: 3, noNaN: true }), (values, weight) => {
        const sum = values.reduce((all, one) => all + one, 0);
        const x = solved(around(values, weight), { huber: Infinity });
        expect(x).toBeCloseTo(sum / (values.length + weight ** 2), 4);
      }),
    );
  });

  it("counts beliefs squared however far a parameter goes: each far observation pulls alike, a belief ever harder", () => {
    // Beyond the bound an observation pulls with the bound (2), the belief with x: they balance at the sum of pulls.
    for (const many of [1, 3, 5]) {
      const far = Array.from({ length: many }, () => 100);
      expect(solved(around(far), { huber: 2, beliefs: 1 })).toBeCloseTo(2 * many, 2);
    }
  });

  it("lets a belief give way like an observation where it is not said to be one", () => {
    const far = [100, 100, 100];
    expect(solved(around(far), { huber: 2 })).toBeGreaterThan(99);
    expect(solved(around(far), { huber: 2, beliefs: 0 })).toBeGreaterThan(99);
  });

  it("takes no bound at all where every residual is a belief", () => {
    fc.assert(
      fc.property(seen, (values) => {
        const residuals = around(values.map((one) => 10 * one));
        const all = solved(residuals, { huber: 0.1, beliefs: values.length + 1 });
        expect(all).toBe(solved(residuals, { huber: Infinity }));
      }),
    );
  });

  it("takes the last residuals for beliefs, not the first", () => {
    // One residual is bounded, the other is not: whichever is squared wins against ten times its size.
    const two = ([x = 0]: readonly number[]) => [x - 50, x];
    expect(leastSquares(two, { start: [1], rounds: ROUNDS, huber: 1, beliefs: 1 })[0]).toBeCloseTo(1, 3);
    const other = ([x = 0]: readonly number[]) => [x, x - 50];
    expect(leastSquares(other, { start: [1], rounds: ROUNDS, huber: 1, beliefs: 1 })[0]).toBeCloseTo(49, 3);
  });

  it("gives the same bits for the same input", () => {
    const residuals = ([a = 0, b = 0]: readonly number[]) => [Math.exp(a) - 2, a + b - 1, 0.1 * b, 3 * b - 2, a];
    const run = () => leastSquares(residuals, { start: [0, 0], rounds: 20, huber: 0.5, beliefs: 2 });
    expect(run()).toEqual(run());
  });
});
