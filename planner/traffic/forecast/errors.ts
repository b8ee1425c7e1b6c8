import type { Trial } from "./backtest.ts";

/** A lead (windows, from 1) and the point forecast there. */
export interface Moment {
  readonly lead: number;
  readonly predicted: number;
}

/** Errors of all trials that are looked at, at most: their quantiles move no more from there on. */
const MOST_ERRORS = 20_000;

/** Truth less prediction, over all trials; evenly thinned where there are very many. What was not seen is left out. */
export function eachError(trials: readonly Trial[], take: (error: number, at: Moment) => void): void {
  const all = trials.reduce((sum, { actual }) => sum + actual.length, 0);
  const stride = Math.ceil(all / MOST_ERRORS);
  for (const { predicted, actual } of trials) {
    for (let i = 0; i < actual.length; i += stride) {
      const at = { lead: i + 1, predicted: predicted[i] ?? 0 };
      const error = (actual[i] ?? Number.NaN) - at.predicted;
      if (!Number.isNaN(error)) take(error, at);
    }
  }
}
