import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Evidence, firstTokenHalfWidth } from "../../../planner/steps/first-token-error.ts";
import type { FirstTokenMiss } from "../../../planner/steps/fitted.ts";
import { errorOfCase, errorOfOtherGeneration, errorOfOtherModel } from "../../../planner/steps/known-error.ts";
import { MEASURED_SERVING } from "../../../planner/steps/serving/index.generated.ts";

const miss = fc.tuple(
  fc.constantFrom(1, 2, 4, 8),
  fc.double({ min: 0.01, max: 100, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
);
const misses = fc.array(miss, { minLength: 1, maxLength: 40 });
const asked = fc.record({
  tensorParallel: fc.constantFrom(1, 2, 4, 8),
  seconds: fc.double({ min: 0.001, max: 1000, noNaN: true }),
});
const of = (rows: readonly FirstTokenMiss[], weight = 1): readonly Evidence[] => [{ misses: rows, weight }];
/** So many servers of these GPUs and seconds, off by 0.1, 0.2 ... of `most`, and the other way every second one. */
const servers = (gpus: number, seconds: number, most: number): readonly FirstTokenMiss[] =>
  Array.from({ length: 10 }, (_, i) => [gpus, seconds, (i % 2 ? 1 : -1) * most * ((i + 1) / 10)] as const);

describe("the half-width of a time to first token", () => {
  it("is one of the misses, and the same in whatever order they come and however much all of them weigh", () => {
    fc.assert(
      fc.property(misses, asked, fc.constantFrom(0.25, 2, 8), (rows, question, weight) => {
        const width = firstTokenHalfWidth(of(rows), question);
        expect(rows.map(([, , one]) => Math.abs(one))).toContain(width);
        expect(firstTokenHalfWidth(of([...rows].reverse(), weight), question)).toBe(width);
      }),
    );
  });

  it("never shrinks where a miss grows", () => {
    fc.assert(
      fc.property(misses, asked, (rows, question) => {
        const worse = rows.map(([gpus, seconds, one], i) => [gpus, seconds, i === 0 ? 2 * one : one] as const);
        expect(firstTokenHalfWidth(of(worse), question)).toBeGreaterThanOrEqual(
          firstTokenHalfWidth(of(rows), question),
        );
      }),
    );
  });

  it("is that of servers like the one asked about: in seconds, and in GPUs", () => {
    const all = of([...servers(2, 0.05, 0.5), ...servers(2, 2, 0.1), ...servers(8, 2, 0.9)]);
    expect(firstTokenHalfWidth(all, { tensorParallel: 2, seconds: 0.05 })).toBeGreaterThanOrEqual(0.45);
    expect(firstTokenHalfWidth(all, { tensorParallel: 2, seconds: 2 })).toBeLessThanOrEqual(0.1);
    expect(firstTokenHalfWidth(all, { tensorParallel: 8, seconds: 2 })).toBeGreaterThanOrEqual(0.81);
  });

  it("is that of all servers far from any of them", () => {
    const all = of([...servers(2, 0.05, 0.5), ...servers(2, 2, 0.1)]);
    // Two of twenty are off by more; whether the second of them still counts is the last bit's to say.
    for (const seconds of [0, 1e6, Infinity])
      expect([0.4, 0.45]).toContain(firstTokenHalfWidth(all, { tensorParallel: 2, seconds }));
  });

  it("follows what weighs more, and is NaN without evidence", () => {
    const asked = { tensorParallel: 2, seconds: 1 };
    const two = (own: number): readonly Evidence[] => [
      { misses: servers(2, 1, 0.1), weight: own },
      { misses: servers(2, 1, 1), weight: 1 },
    ];
    expect(firstTokenHalfWidth(two(20), asked)).toBeLessThan(firstTokenHalfWidth(two(1), asked));
    expect(firstTokenHalfWidth([], asked)).toBeNaN();
    expect(firstTokenHalfWidth(of([]), asked)).toBeNaN();
  });
});

describe.each(MEASURED_SERVING.map((one) => [`${one.engine} on ${one.generation}`, one] as const))(
  "%s",
  (_, serving) => {
    it("knows no model and no generation better that was not measured than those that were", () => {
      for (const tensorParallel of [1, 2, 4, 8]) {
        for (const seconds of [0.03, 0.1, 0.5, 2, 30]) {
          const measured = errorOfCase({ tensorParallel }, serving, null).firstToken(seconds);
          expect(measured).toBeGreaterThan(0.03);
          const engine = MEASURED_SERVING.filter((one) => one.engine === serving.engine);
          const otherModel = errorOfOtherModel({ tensorParallel }, serving, engine).firstToken(seconds);
          const otherGeneration = errorOfOtherGeneration({ tensorParallel }, serving).firstToken(seconds);
          expect(Math.min(otherModel, otherGeneration)).toBeGreaterThanOrEqual(measured);
        }
      }
    });

    it("has a width for a case without stated first tokens", () => {
      const [first] = serving.cases;
      const silent = { ...serving, cases: serving.cases.map((one) => ({ ...one, firstTokens: [] })) };
      const error = errorOfCase({ tensorParallel: 2 }, silent, first ?? null);
      expect(error.firstToken(1)).toBe(serving.error.sameModel.firstToken);
      expect(error.step).toBe(first?.step);
    });
  },
);
