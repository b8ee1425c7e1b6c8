import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type StepTimeTerms, UNCHANGED_TERMS } from "../../../planner/domain/index.ts";
import { calibratedStepTime } from "../../../planner/steps/calibrated.ts";
import { linearStepTime } from "../../../planner/steps/linear.ts";
import { type Batch, type DecodeLine, emptyBatch, type StepTime } from "../../../planner/steps/step-time.ts";
import { tableStepTime } from "../../../planner/steps/table.ts";

const linear = linearStepTime({
  ...{ base: 0.016, perPrefillToken: 2e-5, perDecodeSequence: 1e-5, perKvToken: 7e-8, prefillStep: 0.001 },
});

/** Reading gets dearer beyond 1,000 tokens a sequence: a line with a knot. */
const bent: StepTime = {
  seconds: (batch) => {
    const edge = 1000 * batch.decodeSequences;
    const read = 1e-8 * Math.min(batch.kvTokens, edge) + 3e-8 * Math.max(0, batch.kvTokens - edge);
    return 0.005 + 1e-5 * batch.decodeSequences + read + 2e-5 * batch.prefillTokens;
  },
  decodeLine: (decodes, kvTokens, line) => {
    const edge = 1000 * decodes;
    const isBelow = kvTokens < edge;
    line.slope = isBelow ? 1e-8 : 3e-8;
    line.intercept = 0.005 + 1e-5 * decodes - (isBelow ? 0 : 2e-8 * edge);
    line.until = isBelow ? edge : Infinity;
  },
};

const table = tableStepTime({
  decode: [1, 8, 64].flatMap((sequences) =>
    [256, 1024, 4096].map((context) => {
      const attention = 1e-8 * sequences * context ** 1.1 + 1e-4;
      return { sequences, context, tokens: sequences, other: 0.01 + sequences * 1e-5, attention };
    }),
  ),
  prefill: [128, 512, 2048].map((chunk) => {
    return { chunk, prefix: 0, tokens: chunk, other: 0.01 + chunk * 3e-5, attention: chunk * chunk * 1e-9 };
  }),
  mixed: [],
  severalPrompts: [],
});

const BASES: readonly (readonly [string, StepTime])[] = [
  ["linear", linear],
  ["bent", bent],
  ["table", table],
];

const factor = fc.double({ min: 0.05, max: 20, noNaN: true });
const anyTerms: fc.Arbitrary<StepTimeTerms> = fc.record({
  offsetSeconds: fc.double({ min: 0, max: 0.1, noNaN: true }),
  ...{ decode: factor, kv: factor, prefill: factor },
});
const decodes = (decodeSequences: number, kvTokens: number): Batch => ({ ...emptyBatch(), decodeSequences, kvTokens });
const prompt = (tokens: number) => {
  return { prefillTokens: tokens, prefillSequences: 1, prefillPairs: tokens ** 2 / 2, prefillSquares: tokens ** 2 };
};
const lineAt = (stepTime: StepTime, sequences: number, kvTokens: number): DecodeLine => {
  const line = { intercept: 0, slope: 0, until: 0 };
  stepTime.decodeLine(sequences, kvTokens, line);
  return line;
};
const sequences = fc.integer({ min: 1, max: 200 });
const context = fc.integer({ min: 1, max: 9000 });

describe.each(BASES)("calibrated, on a base that is %s", (_name, base) => {
  it("says the same of decode-only steps as a line and as a step, up to where the base's line ends", () => {
    fc.assert(
      fc.property(anyTerms, sequences, context, (terms, count, length) => {
        const calibrated = calibratedStepTime(base, terms);
        const kvTokens = count * length;
        const line = lineAt(calibrated, count, kvTokens);
        expect(line.until).toBe(lineAt(base, count, kvTokens).until);
        const last = Math.min(line.until, 3 * kvTokens);
        for (const kv of [kvTokens, (kvTokens + last) / 2]) {
          const wanted = calibrated.seconds(decodes(count, kv));
          expect(Math.abs(line.intercept + line.slope * kv - wanted)).toBeLessThan(1e-9 * Math.max(1, wanted));
        }
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("does not jump where the base does not", () => {
    fc.assert(
      fc.property(anyTerms, sequences, (terms, count) => {
        const calibrated = calibratedStepTime(base, terms);
        const { until } = lineAt(base, count, count);
        if (until === Infinity) return;
        const jump = calibrated.seconds(decodes(count, until)) - calibrated.seconds(decodes(count, until - 1e-6));
        expect(Math.abs(jump)).toBeLessThan(1e-9);
      }),
      { numRuns: 100, seed: 2 },
    );
  });

  it("changes nothing with 0, 1, 1, 1, and close to nothing close to them", () => {
    expect(calibratedStepTime(base, UNCHANGED_TERMS)).toBe(base);
    const nearly = calibratedStepTime(base, { offsetSeconds: 0, decode: 1 + 1e-12, kv: 1, prefill: 1 });
    for (const batch of [decodes(8, 4000), { ...decodes(8, 4000), ...prompt(300) }, prompt(300)]) {
      const whole = { ...emptyBatch(), ...batch };
      expect(nearly.seconds(whole)).toBeCloseTo(base.seconds(whole), 9);
    }
  });

  it("is slower throughout by a factor that is on all three", () => {
    const twice = calibratedStepTime(base, { offsetSeconds: 0, decode: 2, kv: 2, prefill: 2 });
    for (const batch of [decodes(8, 9000), { ...decodes(8, 4000), ...prompt(300) }]) {
      expect(twice.seconds(batch)).toBeCloseTo(2 * base.seconds(batch), 12);
    }
  });
});

describe("each term", () => {
  const only = (terms: Partial<StepTimeTerms>) => calibratedStepTime(linear, { ...UNCHANGED_TERMS, ...terms });
  const both: Batch = { ...decodes(4, 2000), ...prompt(256) };

  it("moves its own part of a step and no other", () => {
    const added = (terms: Partial<StepTimeTerms>, batch: Batch) => only(terms).seconds(batch) - linear.seconds(batch);
    for (const batch of [both, decodes(4, 2000)]) {
      expect(added({ offsetSeconds: 0.003 }, batch)).toBeCloseTo(0.003, 12);
      expect(added({ decode: 2 }, batch)).toBeCloseTo(0.016 + 4e-5, 12);
      expect(added({ kv: 3 }, batch)).toBeCloseTo(2 * 2000 * 7e-8, 12);
    }
    expect(added({ prefill: 2 }, both)).toBeCloseTo(256 * 2e-5 + 0.001, 12);
    expect(added({ prefill: 2 }, decodes(4, 2000))).toBe(0);
  });

  it("of prompts alone takes the rest of the step for that of one sequence", () => {
    const alone = { ...emptyBatch(), ...prompt(256) };
    const seconds = only({ prefill: 2, offsetSeconds: 0.01 }).seconds(alone);
    expect(seconds).toBeCloseTo(0.01 + 0.016 + 1e-5 + 2 * (256 * 2e-5 + 0.001 - 1e-5), 12);
  });
});
