import type { Batch, DecodeLine, StepTime } from "./step-time.ts";

/** Coefficients in seconds; CONTRACT.md section 5, `stepTime.kind: linear`. */
export interface LinearStepTime {
  readonly base: number;
  readonly perPrefillToken: number;
  readonly perDecodeSequence: number;
  readonly perKvToken: number;
  /** Added once to a step that holds any prompt token. */
  readonly prefillStep: number;
}

/** The linear step model, added left to right in float64 as data/vidur/FACTS.md section 8 states it. */
export function linearStepTime(c: LinearStepTime): StepTime {
  return {
    seconds: (batch: Batch) =>
      c.base +
      c.perPrefillToken * batch.prefillTokens +
      c.perDecodeSequence * batch.decodeSequences +
      c.perKvToken * batch.kvTokens +
      (batch.prefillTokens > 0 ? c.prefillStep : 0),
    decodeLine: (decodeSequences: number, _kvTokens: number, line: DecodeLine) => {
      line.intercept = c.base + c.perDecodeSequence * decodeSequences;
      line.slope = c.perKvToken;
      line.until = Infinity;
    },
  };
}
