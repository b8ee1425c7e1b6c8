import { DAY } from "../../units/index.ts";
import { EDGE } from "../series.ts";
import { backtest, type ModelTrials, TRIED_DAYS } from "./backtest.ts";
import { windowsPerDay } from "./day-profile.ts";
import { type ErrorLaw, errorLaw, rateQuantile } from "./error-law.ts";
import { type Past, POINT_MODELS, type PointModel, pastOf } from "./models.ts";

/** Rates ahead as one history lets them be expected. */
export interface Course {
  readonly model: PointModel;
  /** Most likely rate of each window, requests per second. */
  readonly point: Float64Array;
  /** Quantile (0..1) of the rate of a window ahead, counted from 0. */
  readonly quantile: (window: number, q: number) => number;
  /** Null where the history is too short for a trial: then intervals are assumed. */
  readonly law: ErrorLaw | null;
  /** Whether some of the width is assumed, for want of a whole week. */
  readonly assumed: boolean;
  /** Every model that could be tried, best first. */
  readonly ranked: readonly ModelTrials[];
}

export interface CourseQuestion {
  /** Requests per second by the window; NaN where nothing was seen, which must not be everywhere. */
  readonly values: Float64Array;
  readonly windowSeconds: number;
  /** How many windows ahead. */
  readonly windows: number;
  /** Share of the truth that intervals are to hold; their trials aim at it. */
  readonly level: number;
  /** Whether a trend of the history may be carried on. */
  readonly trend: boolean;
  /** Windows ahead whose rate is that of another day: so many days on, or, where that lies before the first one, a week more. */
  readonly holidays?: ReadonlyMap<number, number>;
}

/** How far rates stray, as shares of the point forecast, where the history is too short to have shown a day or a week: nights carry
 *  a fifth of the mean, peaks two and a half times as much, weekends six tenths. Assumed. */
const UNSEEN = {
  day: { least: 0.2, most: 2.5 },
  week: { least: 0.6, most: 1.4 },
} as const;
/** The quantile at which those shares stand. */
const ASSUMED_AT = 0.95;

/** Windows of a history that a course looks back on, the last ones: four weeks of minutes, four years of hours. */
export const MOST_PAST = 40_000;

/** Chooses the model that predicts the history best, and lets the errors it made there say how far the truth may lie off. */
export function courseOf(question: CourseQuestion): Course {
  const { values, windowSeconds, windows, level, trend } = question;
  if (values.every(Number.isNaN)) throw new Error("a course needs a window that was seen");
  const period = windowsPerDay(windowSeconds);
  const past = pastOf(values, period);
  const ranked = backtest(
    past,
    windows,
    POINT_MODELS.filter((model) => trend || !model.isTrend),
  );
  const days = (values.length * windowSeconds + EDGE) / DAY;
  const model = untried(period === null ? 0 : days) ?? ranked[0]?.model ?? named("mean");
  const law = ranked[0] === undefined ? null : errorLaw(ranked[0].trials, period ?? 1, level);
  const point = pointOf(model, past, question).map((rate) => Math.max(0, rate));
  const unseen = days < 1 ? UNSEEN.day : days < 7 ? UNSEEN.week : null;
  return {
    ...{ model, point, law, ranked, assumed: law === null || unseen !== null },
    quantile: (window, q) => {
      const predicted = point[window] ?? 0;
      const shown = law === null ? predicted : rateQuantile(law, { lead: window + 1, predicted }, q);
      // What was seen is believed for as far ahead as it was seen.
      if (law !== null && (unseen === null || window < values.length / 4)) return shown;
      return widest(shown, predicted * assumedShare(unseen ?? UNSEEN.week, q), q);
    },
  };
}

/** What the model predicts; of holidays, what it predicts for the day that they are like. */
function pointOf(model: PointModel, past: Past, { windows, holidays = new Map() }: CourseQuestion): Float64Array {
  const { period } = past;
  if (period === null || holidays.size === 0) return model.predict(past, windows);
  const predicted = model.predict(past, windows + 7 * period);
  return predicted.slice(0, windows).map((rate, window) => {
    const other = window + (holidays.get(window) ?? 0) * period;
    return predicted[other < 0 ? other + 7 * period : other] ?? rate;
  });
}

/** A season that the history has shown once cannot be tried on it, and is the best guess all the same: the errors of what could be tried
 *  stand in for its own. */
function untried(days: number): PointModel | null {
  if (days >= 1 && days < 1 + TRIED_DAYS) return named("day");
  return days >= 7 && days < 7 + TRIED_DAYS ? named("week") : null;
}

function named(id: string): PointModel {
  const found = POINT_MODELS.find((model) => model.id === id);
  if (found === undefined) throw new Error(`no model is called ${id}`);
  return found;
}

const widest = (a: number, b: number, q: number): number => (q < 0.5 ? Math.min(a, b) : Math.max(a, b));

/** Straight lines from 1 at the median to the outer shares. */
function assumedShare({ least, most }: { least: number; most: number }, q: number): number {
  const reach = Math.min(1, Math.abs(q - 0.5) / (ASSUMED_AT - 0.5));
  return 1 + reach * ((q < 0.5 ? least : most) - 1);
}
