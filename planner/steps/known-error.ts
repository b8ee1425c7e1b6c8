import { type Evidence, firstTokenHalfWidth } from "./first-token-error.ts";
import type { MeasuredCase, MeasuredServing } from "./fitted.ts";

/** Half-widths of 90 % intervals, as logarithms. */
export interface KnownError {
  /** Of a step. */
  readonly step: number;
  /** Of a mean time to first token, the step's error included, that is predicted as so many seconds. */
  readonly firstToken: (seconds: number) => number;
}

/** Who is asked about: GPUs to a replica. */
interface Asked {
  readonly tensorParallel: number;
}

/** A row of the case itself says as much as so many like it of other cases. */
const OWN = 8;

/** Of a model whose servers were measured on this GPU in this format: these count more than others. `own`: null for none. */
export function errorOfCase(question: Asked, measured: MeasuredServing, own: MeasuredCase | null): KnownError {
  const evidence = measured.cases.map((one) => ({ misses: one.firstTokens, weight: one === own ? OWN : 1 }));
  const { sameModel } = measured.error;
  return { step: own?.step ?? sameModel.step, firstToken: widthFrom(evidence, question, sameModel.firstToken) };
}

/** Of a model that was not measured. With so few models left out of fits the next may be off as much as the worst of them, on whichever
 *  generation; and none is known better than those that were measured. `engine`: all that was measured of it. */
export function errorOfOtherModel(
  question: Asked,
  measured: MeasuredServing,
  engine: readonly MeasuredServing[],
): KnownError {
  const { otherModel } = measured.error;
  const leftOut = engine
    .flatMap((one) => one.leftOut)
    .map(({ firstTokens }) => widthFrom([{ misses: firstTokens, weight: 1 }], question, otherModel.firstToken));
  const { firstToken } = errorOfCase(question, measured, null);
  return {
    step: otherModel.step,
    firstToken: (seconds) =>
      Math.max(
        firstToken(seconds),
        ...(leftOut.length === 0 ? [otherModel.firstToken] : leftOut.map((width) => width(seconds))),
      ),
  };
}

/** Of another generation of GPUs than was measured, or another format. */
export function errorOfOtherGeneration(question: Asked, measured: MeasuredServing): KnownError {
  const { otherGeneration } = measured.error;
  const { firstToken } = errorOfCase(question, measured, null);
  const elsewhere = widthFrom([{ misses: measured.elsewhere, weight: 1 }], question, otherGeneration.firstToken);
  return {
    step: otherGeneration.step,
    firstToken: (seconds) => Math.max(elsewhere(seconds), firstToken(seconds)),
  };
}

/** `otherwise`: where there is no evidence at all. */
function widthFrom(
  evidence: readonly Evidence[],
  { tensorParallel }: Asked,
  otherwise: number,
): KnownError["firstToken"] {
  if (evidence.every(({ misses }) => misses.length === 0)) return () => otherwise;
  return (seconds) => firstTokenHalfWidth(evidence, { tensorParallel, seconds });
}
