import { quantileOfSorted } from "../../domain/index.ts";
import type { Trial } from "./backtest.ts";

/** A lead (windows, from 1) and the point forecast there. */
export interface Moment {
  readonly lead: number;
  readonly predicted: number;
}

/** Errors of all trials that are looked at, at most: their quantiles move no more from there on. */
const MOST_ERRORS = 20_000;

/** Truth less prediction, over all trials; evenly thinned where there are very many. What was not seen is left out. */
export function eachError(trials: readonly Trial[], take: (error: number, at: Moment, trial: Trial) => void): void {
  const all = trials.reduce((sum, { actual }) => sum + actual.length, 0);
  const stride = Math.ceil(all / MOST_ERRORS);
  for (const trial of trials) {
    const { predicted, actual } = trial;
    for (let i = 0; i < actual.length; i += stride) {
      const at = { lead: i + 1, predicted: predicted[i] ?? 0 };
      const error = (actual[i] ?? Number.NaN) - at.predicted;
      if (!Number.isNaN(error)) take(error, at, trial);
    }
  }
}

/** Sorted errors over the widths that are claimed for them. */
export function scaledErrors(trials: readonly Trial[], widthAt: (at: Moment) => number): Float64Array {
  const found: number[] = [];
  eachError(trials, (error, at) => found.push(error / widthAt(at)));
  return Float64Array.from(found).sort();
}

/** Sorted sizes of errors. */
export const sizesOf = (errors: Float64Array): Float64Array => errors.map(Math.abs).sort();

/** Quantile of sorted errors; 0 of none. */
export const errorAt = (sorted: Float64Array, q: number): number => quantileOfSorted(sorted, q) ?? 0;
