import { type StepTimeTerms, UNCHANGED_TERMS } from "../domain/index.ts";
import type { Batch, DecodeLine, StepTime } from "./step-time.ts";

/** A predictor corrected by measurements: what a step costs before KV is read, what reading adds and what prompt tokens add each
 *  have a factor of their own, and every step an offset. Where the base line has knots, it stays without jumps there. */
export function calibratedStepTime(base: StepTime, terms: StepTimeTerms): StepTime {
  if (isUnchanged(terms)) return base;
  const unread: DecodeLine = { intercept: 0, slope: 0, until: 0 };
  const line: DecodeLine = { intercept: 0, slope: 0, until: 0 };
  const decodeLine = (decodes: number, kvTokens: number, into: DecodeLine): void => {
    base.decodeLine(decodes, 0, unread);
    base.decodeLine(decodes, kvTokens, into);
    const beforeReading = unread.intercept;
    into.intercept = terms.offsetSeconds + terms.decode * beforeReading + terms.kv * (into.intercept - beforeReading);
    into.slope *= terms.kv;
  };
  return {
    decodeLine,
    seconds: (batch: Batch) => {
      // A step of prompts alone is taken to cost, without them, what a step of one sequence costs before it reads anything.
      const decodes = Math.max(1, batch.decodeSequences);
      decodeLine(decodes, batch.kvTokens, line);
      const withoutPrompts = line.intercept + line.slope * batch.kvTokens;
      if (batch.prefillTokens === 0) return withoutPrompts;
      base.decodeLine(decodes, batch.kvTokens, line);
      return withoutPrompts + terms.prefill * (base.seconds(batch) - (line.intercept + line.slope * batch.kvTokens));
    },
  };
}

const isUnchanged = (terms: StepTimeTerms): boolean =>
  terms.offsetSeconds === UNCHANGED_TERMS.offsetSeconds &&
  [terms.decode, terms.kv, terms.prefill].every((factor) => factor === 1);
