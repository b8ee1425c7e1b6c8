import { type Past, POINT_MODELS, type PointModel, pastOf } from "./models.ts";

/** One forecast from a moment of the past: what was predicted, and what came. */
export interface Trial {
  /** Windows seen before it. */
  readonly origin: number;
  readonly predicted: Float64Array;
  /** As long as `predicted`; NaN where nothing was seen. */
  readonly actual: Float64Array;
}

/** How one model did on the history itself. */
export interface ModelTrials {
  readonly model: PointModel;
  readonly trials: readonly Trial[];
  /** Mean absolute error, in the unit of the series. */
  readonly error: number;
}

/** Origins at most: more would only repeat what their neighbours say. */
const MOST_ORIGINS = 40;
/** Windows that a model sees at least before it has to predict: two days, or a third of a short history. */
const LEAST_DAYS = 2;
/** Days after the least that a model needs, in which it can be tried. */
export const TRIED_DAYS = 2;
const LEAST_SHARE = 1 / 3;

/** Lets each model predict up to `windows` ahead from origins that roll through the history. Best first, judged from the origins that
 *  all of them can predict from; each with all the trials in which it saw what it needs. Empty when nothing can be tried. */
export function backtest(
  past: Past,
  windows: number,
  models: readonly PointModel[] = POINT_MODELS,
): readonly ModelTrials[] {
  const { values, period } = past;
  const day = period ?? Number.POSITIVE_INFINITY;
  const windowsNeeded = ({ leastDays }: PointModel, more = 0) => (leastDays === 0 ? 0 : (leastDays + more) * day);
  const able = models.filter((model) => windowsNeeded(model, TRIED_DAYS) <= values.length);
  const pasts = originsOf(past).map((origin) => pastOf(values.slice(0, origin), period));
  const common = Math.max(...able.map((model) => windowsNeeded(model)));
  const judged = able.map((model) => {
    const trials = pasts
      .filter((seen) => seen.values.length >= windowsNeeded(model))
      .map((seen): Trial => {
        const actual = values.slice(seen.values.length, seen.values.length + windows);
        return { origin: seen.values.length, predicted: model.predict(seen, actual.length), actual };
      });
    return { model, trials, error: meanError(trials.filter(({ origin }) => origin >= common)) };
  });
  const known = judged.filter(({ error }) => !Number.isNaN(error));
  const least = ROUNDING * values.reduce((most, value) => (Number.isNaN(value) ? most : Math.max(most, value)), 0);
  // What differs by rounding is the same: then the simpler one, which stands first, is taken.
  return known.sort((a, b) => (Math.abs(a.error - b.error) <= least ? 0 : a.error - b.error));
}

function originsOf({ values, period }: Past): readonly number[] {
  const length = values.length;
  const least = Math.max(
    1,
    Math.ceil(Math.min(LEAST_DAYS * (period ?? Number.POSITIVE_INFINITY), length * LEAST_SHARE)),
  );
  const count = Math.min(MOST_ORIGINS, length - least);
  return Array.from({ length: Math.max(0, count) }, (_, k) => least + Math.floor((k * (length - least)) / count));
}

/** Share of the largest rate below which errors do not differ. */
const ROUNDING = 1e-9;

/** Each lead of each trial counts the same, so far leads count as often as the history lets them be tested. */
function meanError(trials: readonly Trial[]): number {
  let sum = 0;
  let seen = 0;
  for (const { predicted, actual } of trials) {
    actual.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      sum += Math.abs(value - (predicted[i] ?? Number.NaN));
      seen++;
    });
  }
  return seen === 0 ? Number.NaN : sum / seen;
}
