import type { RateForecast, RateStretch, TrafficHistory } from "../../domain/index.ts";
import { DAY, HOUR } from "../../units/index.ts";
import { burstinessOf } from "../burstiness.ts";
import { formatInstant } from "../calendar.ts";
import { meanRate, ratesOn, requestsSeen } from "../series.ts";
import { levelChanges } from "./changes.ts";
import { type Course, courseOf, MOST_PAST } from "./course.ts";
import { windowsPerDay } from "./day-profile.ts";

export interface RateQuestion {
  readonly history: TrafficHistory;
  /** What the history's own clock shows at its time 0, seconds. */
  readonly clockStart: number;
  readonly horizonSeconds: number;
  /** Null: the windows of the source, or such as suit the length of a log. */
  readonly windowSeconds: number | null;
  /** What if there were this many times the traffic. */
  readonly scale: number;
  readonly notes: readonly string[];
}

/** Share of the truth that the intervals of a forecast are to hold. */
const LEVEL = 0.9;
/** Windows ahead at most: four weeks of minutes, a year of quarters of an hour. */
export const MOST_WINDOWS = 40_000;
const RECENT = 7 * DAY;
/** A history shorter than this, in seconds, and one with fewer requests than that get a warning. */
const BURST = 60;
const FEW = 100;

/** Traffic only: history in, points and intervals out. The forecast begins where the history ends. */
export function forecastRates(question: RateQuestion): RateForecast {
  const { history, scale } = question;
  const windowSeconds = windowOf(question);
  const values = wholeWindows(history, windowSeconds).map((rate) => rate * scale);
  const windows = Math.min(MOST_WINDOWS, Math.max(1, Math.ceil(question.horizonSeconds / windowSeconds - 1e-6)));
  const course = courseOf({ values, windowSeconds, windows, level: LEVEL, trend: true });
  const clock = clockOf(question);
  const begin = history.duration - values.length * windowSeconds;
  return {
    ...{ windowSeconds, level: LEVEL, model: course.model.id },
    points: Array.from(course.point, (point, i) => ({
      ...clock.at(history.duration + i * windowSeconds),
      point,
      lower: Math.min(point, course.quantile(i, (1 - LEVEL) / 2)),
      upper: Math.max(point, course.quantile(i, (1 + LEVEL) / 2)),
    })),
    backtest: backtestOf(course, values.length),
    gaps: history.gaps.map((gap) => clock.stretch(gap)),
    changes: levelChanges(values, windowsPerDay(windowSeconds)).map(({ window, factor }) => ({
      ...clock.at(begin + window * windowSeconds),
      factor,
    })),
    history: {
      ...{ format: history.format, rows: history.rows, seconds: history.duration },
      requests: requestsSeen(history),
      meanRate: meanRate(history),
      burstiness: history.burstiness ?? burstinessOf(history),
      start: clock.at(0).start,
      end: clock.at(history.duration).start,
      recent: recentOf(values, windowSeconds),
    },
    notes: [
      ...question.notes,
      ...shortness(history, course),
      ...seasonless(history, windowSeconds),
      ...cut(history, windowSeconds),
    ],
  };
}

/** Windows that a log is counted in, seconds. */
const LOG_WINDOWS = [60, 600, HOUR, DAY];
/** Requests of a mean window at least, or a forecast would be of chance. */
const LEAST_REQUESTS = 10;

/** A log of weeks by the hour, of days by ten minutes, of hours by the minute, a shorter one in sixty parts; rates in their own windows;
 *  longer ones where the horizon would have too many, or a window of a log next to no requests. */
function windowOf({ windowSeconds, history, horizonSeconds }: RateQuestion): number {
  if (windowSeconds !== null) return windowSeconds;
  const own = history.rates === null ? windowOfLog(history) : history.rates.windowSeconds;
  const fits = (window: number) => horizonSeconds / window <= MOST_WINDOWS;
  return fits(own) ? own : (LOG_WINDOWS.find((window) => window > own && fits(window)) ?? DAY);
}

function windowOfLog({ duration, workload }: TrafficHistory): number {
  const least = (LEAST_REQUESTS * duration) / workload.arrivals.length;
  const usual = usualWindow(duration);
  const window = usual >= least ? usual : (LOG_WINDOWS.find((longer) => longer >= least) ?? DAY);
  return Math.min(window, duration);
}

function usualWindow(duration: number): number {
  if (duration >= 14 * DAY) return HOUR;
  if (duration >= DAY) return 600;
  return duration >= 0.5 * HOUR ? 60 : duration / 60;
}

/** Windows that end where the history ends. The first is left out where it was seen in part: its rate would be chance. */
function wholeWindows(history: TrafficHistory, windowSeconds: number): Float64Array {
  const whole = Math.floor(history.duration / windowSeconds + 1e-6);
  const offset = Math.max(0, (whole + 1) * windowSeconds - history.duration) % windowSeconds;
  const values = ratesOn(history, { windowSeconds, offset });
  const last = values.subarray(-Math.min(MOST_PAST, Math.max(1, whole)));
  return last.every(Number.isNaN) ? last.map(() => meanRate(history)) : last;
}

function clockOf({ history, clockStart }: RateQuestion) {
  const { epoch } = history;
  const date = (time: number) => (epoch === null ? null : formatInstant(epoch + time));
  return {
    at: (time: number) => ({ startSeconds: clockStart + time, start: date(time) }),
    stretch: ([from, to]: readonly [number, number]): RateStretch => ({
      ...{ startSeconds: clockStart + from, endSeconds: clockStart + to },
      ...{ start: date(from), end: date(to) },
    }),
  };
}

function backtestOf({ ranked, law }: Course, windows: number): RateForecast["backtest"] {
  const [best] = ranked;
  if (best === undefined || law === null) return null;
  return {
    origins: best.trials.length,
    windows: windows - (best.trials[0]?.origin ?? 0),
    meanAbsoluteError: best.error,
    coverage: law.coverage,
    models: ranked.map(({ model, error }) => ({ model: model.id, meanAbsoluteError: error })),
  };
}

const recentOf = (values: Float64Array, windowSeconds: number): readonly (number | null)[] =>
  Array.from(values.slice(-Math.ceil(RECENT / windowSeconds)), (rate) => (Number.isNaN(rate) ? null : rate));

function shortness({ duration, workload, rates }: TrafficHistory, { law }: Course): string[] {
  const said: string[] = [];
  if (law === null) said.push("The history is too short to try a forecast on it: the intervals are assumed.");
  if (duration < DAY)
    said.push(
      "The history is shorter than a day: night and day, weekdays and weekends are not seen, and their width is assumed.",
    );
  else if (duration < 7 * DAY)
    said.push("The history is shorter than a week: weekends are not seen, and their width is assumed.");
  if (duration < BURST) {
    said.push(`The history lasts ${Math.ceil(duration)} s: that is the rate of a burst, not of traffic.`);
  }
  const requests = workload.arrivals.length;
  if (rates === null && requests < FEW) {
    said.push(
      `Only ${requests} ${requests === 1 ? "request was" : "requests were"} seen: their rate is mostly chance.`,
    );
  }
  return said;
}

const seasonless = ({ duration }: TrafficHistory, windowSeconds: number): string[] =>
  duration < DAY || windowsPerDay(windowSeconds) !== null
    ? []
    : [
        "A day is no whole number of these windows, so neither days nor weeks could be told apart: take windows that divide it.",
      ];

const cut = ({ duration }: TrafficHistory, windowSeconds: number): string[] =>
  duration / windowSeconds < MOST_PAST + 1
    ? []
    : [`Of the history only the last ${MOST_PAST} windows were looked at: take longer ones to look further back.`];
