import { describe, expect, it } from "vitest";
import { stream } from "../../../planner/index.ts";

const DRAWS = 100_000;
const BINS = 100;
/** 99.99 % quantiles of chi-square with 99 and with 255 degrees of freedom (Wilson and Hilferty's approximation). */
const CHI_SQUARE_99 = 161;
const CHI_SQUARE_255 = 347;

describe("stream", () => {
  it("keeps its numbers: a seed means the same in every release and on every machine", () => {
    const random = stream(1, "arrivals");
    expect([random.next(), random.next(), random.next(), random.next()]).toEqual([
      0.672884832685364, 0.506262031750728, 0.22877626298050813, 0.30385138100953757,
    ]);
  });

  it.each(["arrivals", "lengths", "startup", ""])("is uniform: %s", (name) => {
    const random = stream(42, name);
    const counts = new Float64Array(BINS);
    for (let i = 0; i < DRAWS; i++) {
      const bin = Math.floor(random.next() * BINS);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    // A value outside [0, 1) falls into no bin.
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(DRAWS);
    expect(chiSquare(counts)).toBeLessThan(CHI_SQUARE_99);
  });

  it.each([
    ["two names", stream(1, "arrivals"), stream(1, "arrivalt")],
    ["two neighbouring seeds", stream(1, "arrivals"), stream(2, "arrivals")],
    ["seeds that differ above 32 bits", stream(1, "arrivals"), stream(1 + 2 ** 32, "arrivals")],
  ])("of %s are independent of each other", (_what, one, other) => {
    const counts = new Float64Array(256);
    for (let i = 0; i < DRAWS; i++) {
      const cell = Math.floor(one.next() * 16) * 16 + Math.floor(other.next() * 16);
      counts[cell] = (counts[cell] ?? 0) + 1;
    }
    expect(chiSquare(counts)).toBeLessThan(CHI_SQUARE_255);
  });

  it("is not disturbed by what another draws", () => {
    const alone = stream(7, "lengths");
    const wanted = [alone.next(), alone.next()];
    const beside = stream(7, "arrivals");
    const again = stream(7, "lengths");
    const first = again.next();
    beside.next();
    beside.normal();
    expect([first, again.next()]).toEqual(wanted);
  });

  it("draws normals and exponentials with their mean and spread", () => {
    const random = stream(3, "moments");
    const normals = moments(() => random.normal());
    const exponentials = moments(() => random.exponential());
    // Five standard errors of each estimate at 100,000 draws.
    expect(Math.abs(normals.mean)).toBeLessThan(0.016);
    expect(Math.abs(normals.variance - 1)).toBeLessThan(0.023);
    expect(Math.abs(exponentials.mean - 1)).toBeLessThan(0.016);
    expect(Math.abs(exponentials.variance - 1)).toBeLessThan(0.045);
  });
});

function chiSquare(counts: Float64Array): number {
  const expected = DRAWS / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

function moments(draw: () => number): { mean: number; variance: number } {
  const values = Float64Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
}
