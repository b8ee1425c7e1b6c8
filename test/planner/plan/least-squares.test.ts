import { describe, expect, it } from "vitest";
import { leastSquares, standardErrors } from "../../../planner/plan/least-squares.ts";

const rosenbrock = ([x = 0, y = 0]: readonly number[]) => Float64Array.of(1 - x, 10 * (y - x * x));
const anywhere = [-Infinity, -Infinity];

describe("least squares", () => {
  it("finds the bottom of a bent valley", () => {
    const problem = { start: [-1.2, 1], least: anywhere, residuals: rosenbrock, step: 1e-4, iterations: 200 };
    const { x } = leastSquares(problem);
    expect(x[0]).toBeCloseTo(1, 4);
    expect(x[1]).toBeCloseTo(1, 4);
  });

  it("stays above a bound, and goes as low as it may", () => {
    const residuals = ([x = 0, y = 0]: readonly number[]) => Float64Array.of(x + 5, y - 2);
    const { x } = leastSquares({ start: [3, 0], least: [0, -Infinity], residuals, step: 1e-3, iterations: 50 });
    expect(x[0]).toBe(0);
    expect(x[1]).toBeCloseTo(2, 6);
  });

  it("keeps the best it has where nothing can be computed", () => {
    const residuals = ([x = 0]: readonly number[]) => Float64Array.of(x > 0.5 ? Number.NaN : x - 1);
    const { x } = leastSquares({ start: [0], least: [-Infinity], residuals, step: 1e-3, iterations: 30 });
    expect(x[0]).toBeLessThanOrEqual(0.5);
  });

  it("knows the standard error of a mean: that of one value over the root of their number", () => {
    expect(standardErrors([new Float64Array(25).fill(1)])[0]).toBeCloseTo(0.2, 12);
    const [first = 0, second = 0] = standardErrors([Float64Array.of(2, 0), Float64Array.of(0, 0.5)]);
    expect([first, second]).toEqual([expect.closeTo(0.5, 9), expect.closeTo(2, 9)]);
  });
});
