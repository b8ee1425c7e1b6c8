import fc from "fast-check";
import { sampleCorrelation } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { quantileOfSorted, type TokenLengths } from "../../../planner/domain/index.ts";
import { withLengthsScaled, workloadOfLengths } from "../../../planner/traffic/lengths.ts";

const sorted = (tokens: Int32Array): Float64Array => Float64Array.from(tokens).sort();

describe("requests that stand for lengths", () => {
  const quantiles: TokenLengths = {
    kind: "quantiles",
    points: [
      [0, 10],
      [0.5, 500],
      [0.9, 3000],
      [1, 8000],
    ],
  };
  const made = workloadOfLengths(quantiles, { kind: "spread", mean: 200, cv: 1 });

  it("have the quantiles they were told", () => {
    for (const [q, tokens] of quantiles.points) {
      const found = quantileOfSorted(sorted(made.inputTokens), q) ?? Number.NaN;
      expect(Math.abs(found - tokens)).toBeLessThan(0.01 * tokens + 2);
    }
  });

  it("have the mean and the spread they were told", () => {
    const mean = made.outputTokens.reduce((sum, n) => sum + n, 0) / made.outputTokens.length;
    const variance = made.outputTokens.reduce((sum, n) => sum + (n - mean) ** 2, 0) / made.outputTokens.length;
    expect(mean / 200).toBeCloseTo(1, 1);
    expect(Math.sqrt(variance) / mean).toBeCloseTo(1, 1);
  });

  it("have outputs that say nothing about their inputs, in no order", () => {
    const rank = (values: Int32Array) => Array.from(values, (n) => Math.log(n));
    const [input, output] = [rank(made.inputTokens), rank(made.outputTokens)];
    expect(Math.abs(sampleCorrelation(input, output))).toBeLessThan(0.03);
    expect(Math.abs(sampleCorrelation(input.slice(1), input.slice(0, -1)))).toBeLessThan(0.4);
  });
});

describe("what if lengths were others", () => {
  it("scales each, and never below what a request must have", () => {
    const factor = fc.double({ min: 0.001, max: 50, noNaN: true });
    fc.assert(
      fc.property(factor, factor, (input, output) => {
        const prefixes = { prefixIds: Int32Array.of(1, -1), prefixTokens: Int32Array.of(64, 0) };
        const workload = {
          ...{ arrivals: Float64Array.of(0, 1), inputTokens: Int32Array.of(100, 3), outputTokens: Int32Array.of(7, 1) },
          ...prefixes,
        };
        const scaled = withLengthsScaled(workload, { input, output });
        expect(scaled.inputTokens[0]).toBe(Math.max(1, Math.round(100 * input)));
        expect(scaled.outputTokens[1]).toBe(Math.max(1, Math.round(output)));
        scaled.inputTokens.forEach((tokens, i) => {
          expect(scaled.prefixTokens?.[i]).toBeLessThanOrEqual(tokens);
        });
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
