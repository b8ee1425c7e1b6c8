import type { Trial } from "./backtest.ts";
import { eachError, errorAt, type Moment, scaledErrors, sizesOf } from "./errors.ts";

/** A law of errors that is tried on the history it was made of. */
export interface Candidate {
  readonly widthAt: (at: Moment) => number;
  /** Share of the truth that it is to hold. */
  readonly level: number;
  /** It is multiplied with this at least. */
  readonly least: number;
  /** Errors below this are rounding. */
  readonly negligible: number;
}

/** A law that has to be widened by more than this knew nothing: the little that it was made of must not make it endless. */
const MOST = 5;

/** One error over the half-width that was claimed for it, when it came and what it counts for. */
interface Ratio {
  readonly value: number;
  readonly window: number;
  readonly weight: number;
}

/** What the law has to be multiplied with to have held in the history: made of what was known at each origin, it is tried on what came
 *  then. Levels move, and the law of the past is too narrow for the future by more than chance. Trials count for as much as was
 *  known at their origin. `coverage`: what such intervals held, each with the factor that was known at its origin. */
export function tryLaw(trials: readonly Trial[], law: Candidate): { inflation: number; coverage: number | null } {
  const first = trials[0]?.origin ?? 0;
  const ratios: Ratio[] = [];
  let held = 0;
  let claim: Claim | null = null;
  eachError(trials, (error, at, trial) => {
    if (claim?.trial !== trial) claim = claimAt(trial, { trials, ratios, law });
    if (claim.half <= law.negligible) return;
    const value = Math.abs(error) / (claim.half * law.widthAt(at));
    ratios.push({ value, window: trial.origin + at.lead - 1, weight: trial.origin - first });
    if (value <= claim.factor) held++;
  });
  return { inflation: factorOf(ratios, law), coverage: ratios.length === 0 ? null : held / ratios.length };
}

/** What could be claimed at the origin of a trial: half the width at lead 1, and what it was known to have to be multiplied with. */
interface Claim {
  readonly trial: Trial;
  readonly half: number;
  readonly factor: number;
}

function claimAt(
  trial: Trial,
  { trials, ratios, law }: { trials: readonly Trial[]; ratios: readonly Ratio[]; law: Candidate },
): Claim {
  const errors = scaledErrors(knownAt(trials, trial.origin), law.widthAt);
  const known = ratios.filter(({ window }) => window < trial.origin);
  return { trial, half: errorAt(sizesOf(errors), law.level), factor: factorOf(known, law) };
}

function factorOf(ratios: readonly Ratio[], { level, least }: Candidate): number {
  const sorted = [...ratios].sort((a, b) => a.value - b.value);
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { value, weight } of sorted) {
    below += weight;
    if (below >= level * total) return Math.max(least, Math.min(value, MOST));
  }
  return least;
}

const knownAt = (trials: readonly Trial[], moment: number): readonly Trial[] =>
  trials.flatMap((trial) =>
    trial.origin < moment ? [{ ...trial, actual: trial.actual.subarray(0, moment - trial.origin) }] : [],
  );
