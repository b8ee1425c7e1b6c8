import { linearStepTime, type StepTime } from "../../planner/index.ts";

/** A step time twice: as the planner takes it, and as plain arithmetic for the reference. */
export interface ReferenceStep {
  readonly stepTime: StepTime;
  readonly seconds: (prefillTokens: number, decodes: number, kvTokens: number) => number;
}

const STEP = { base: 0.01, perPrefillToken: 1e-4, perDecodeSequence: 2e-4, perKvToken: 3e-6, prefillStep: 0.002 };
/** A quarter of a second is exact in float64, so that arrivals can fall exactly on the end of a step. */
const QUARTER = { base: 0.25, perPrefillToken: 0, perDecodeSequence: 0, perKvToken: 0, prefillStep: 0 };

/** KV tokens at which the piecewise step time jumps and from which it climbs faster. */
const BREAK = 90;
const JUMP = 0.004;

const linear = (c: typeof STEP): ReferenceStep => ({
  stepTime: linearStepTime(c),
  seconds: (p, d, k) =>
    c.base + c.perPrefillToken * p + c.perDecodeSequence * d + c.perKvToken * k + (p > 0 ? c.prefillStep : 0),
});

function piecewise(): ReferenceStep {
  const seconds: ReferenceStep["seconds"] = (p, d, k) =>
    linear(STEP).seconds(p, d, k) + (k < BREAK ? 0 : JUMP + 4 * STEP.perKvToken * (k - BREAK));
  return {
    seconds,
    stepTime: {
      seconds: (batch) => seconds(batch.prefillTokens, batch.decodeSequences, batch.kvTokens),
      decodeLine: (decodes, kvTokens, line) => {
        const below = kvTokens < BREAK;
        line.slope = (below ? 1 : 5) * STEP.perKvToken;
        line.intercept = seconds(0, decodes, below ? 0 : BREAK) - (below ? 0 : line.slope * BREAK);
        line.until = below ? BREAK : Infinity;
      },
    },
  };
}

/** Step times under which the fast engine must agree with the reference. */
export const REFERENCE_STEPS = { linear: linear(STEP), quarter: linear(QUARTER), piecewise: piecewise() } as const;
