import { quantileOfSorted } from "../../domain/index.ts";
import type { Trial } from "./backtest.ts";
import { eachError, type Moment } from "./errors.ts";

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
  let tried = 0;
  for (const trial of trials) {
    const half = sizeAt(sizesOf(knownAt(trials, trial.origin), law.widthAt), law.level);
    if (half <= law.negligible) continue;
    const factor = factorOf(
      ratios.filter(({ window }) => window < trial.origin),
      law,
    );
    eachError([trial], (error, at) => {
      const value = Math.abs(error) / (half * law.widthAt(at));
      ratios.push({ value, window: trial.origin + at.lead - 1, weight: trial.origin - first });
      if (value <= factor) held++;
      tried++;
    });
  }
  return { inflation: factorOf(ratios, law), coverage: tried === 0 ? null : held / tried };
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

function sizesOf(trials: readonly Trial[], widthAt: Candidate["widthAt"]): Float64Array {
  const sizes: number[] = [];
  eachError(trials, (error, at) => sizes.push(Math.abs(error) / widthAt(at)));
  return Float64Array.from(sizes).sort();
}

const knownAt = (trials: readonly Trial[], moment: number): readonly Trial[] =>
  trials.flatMap((trial) =>
    trial.origin < moment ? [{ ...trial, actual: trial.actual.subarray(0, moment - trial.origin) }] : [],
  );

/** 0 of none. */
const sizeAt = (sorted: Float64Array, q: number): number => quantileOfSorted(sorted, q) ?? 0;
