import type { RateForecast, RateStretch, TrafficHistory } from "../../domain/index.ts";
import { DAY, HOUR } from "../../units/index.ts";
import { burstinessOf } from "../burstiness.ts";
import { formatInstant } from "../calendar.ts";
import { forecastWindows, type TrafficChange } from "../horizon.ts";
import { type SeenRates, seenRates } from "../profile.ts";
import { meanRate, requestsSeen } from "../series.ts";
import { levelChanges } from "./changes.ts";
import { type Course, MOST_PAST } from "./course.ts";
import { windowsPerDay } from "./day-profile.ts";
import { changeNotes, historyNotes } from "./forecast-notes.ts";

export interface RateQuestion {
  /** The deployment whose traffic it is; null for a file alone. */
  readonly deployment: string | null;
  readonly history: TrafficHistory;
  /** What the history's own clock shows at its time 0, seconds. */
  readonly clockStart: number;
  /** Unix seconds from which on to forecast, if the history has ended by then, in windows that lie on the clock, as a plan counts them. Null:
   *  from the moment at which the history ends. */
  readonly from: number | null;
  readonly horizonSeconds: number;
  /** Null: the windows of the source, or such as suit the length of a log. */
  readonly windowSeconds: number | null;
  readonly change: TrafficChange;
  readonly notes: readonly string[];
}

/** Traffic as a history alone shows it. */
export const UNCHANGED: TrafficChange = { growthPerMonth: 0, events: [], holidays: [], scale: 1 };

/** Share of the truth that the intervals of a forecast are to hold. */
const LEVEL = 0.9;
/** Windows ahead at most: four weeks of minutes, a year of quarters of an hour. */
export const MOST_WINDOWS = 40_000;
const RECENT = 7 * DAY;

/** Traffic only: history in, points and intervals out. */
export function forecastRates(question: RateQuestion): RateForecast {
  const { history, change } = question;
  const windowSeconds = windowOf(question);
  const seen = seenBy(question, windowSeconds);
  const horizon = { start: startOf(question, seen), windows: windowsAhead(question.horizonSeconds, windowSeconds) };
  const { expectation, changes } = forecastWindows(seen, { ...change, scale: 1 }, { ...horizon, level: LEVEL });
  const { course, first } = expectation;
  const clock = clockOf(question);
  const epoch = history.epoch ?? 0;
  const ahead = { epoch: horizon.start, windowSeconds, count: horizon.windows };
  return {
    ...{ deployment: question.deployment, windowSeconds, level: LEVEL, model: course.model.id },
    points: changes.map(({ factor }, i) => {
      const point = course.point[first + i] ?? 0;
      return {
        ...clock.at(horizon.start + i * windowSeconds - epoch),
        point: factor * point,
        lower: factor * Math.min(point, course.quantile(first + i, (1 - LEVEL) / 2)),
        upper: factor * Math.max(point, course.quantile(first + i, (1 + LEVEL) / 2)),
      };
    }),
    backtest: backtestOf(course, seen.values.length),
    gaps: history.gaps.map((gap) => clock.stretch(gap)),
    changes: levelChanges(seen.values, windowsPerDay(windowSeconds)).map(({ window, factor }) => ({
      ...clock.at(seen.epoch + window * windowSeconds - epoch),
      factor,
    })),
    history: historyOf(question, seen, horizon.start),
    notes: [
      ...question.notes,
      ...historyNotes(history, course, windowSeconds),
      ...(history.epoch === null && change.holidays.length > 0 ? [UNDATED] : []),
      ...changeNotes(change, { seen: { ...seen, count: seen.values.length }, ahead }),
    ],
  };
}

const UNDATED = "The history has no dates, so holidays change nothing: say when it begins.";

function historyOf(question: RateQuestion, seen: SeenRates, start: number): RateForecast["history"] {
  const { history } = question;
  const clock = clockOf(question);
  return {
    ...{ format: history.format, rows: history.rows, seconds: history.duration },
    requests: requestsSeen(history),
    meanRate: meanRate(history),
    burstiness: history.burstiness ?? burstinessOf(history),
    start: clock.at(0).start,
    end: clock.at(history.duration).start,
    recent: recentOf(seen, start),
  };
}

const windowsAhead = (horizonSeconds: number, windowSeconds: number): number =>
  Math.min(MOST_WINDOWS, Math.max(1, Math.ceil(horizonSeconds / windowSeconds - 1e-6)));

/** Rates of the windows that lie on the clock, or of those that end where the history ends. */
function seenBy({ history, from, change }: RateQuestion, windowSeconds: number): SeenRates {
  const epoch = history.epoch ?? 0;
  const offset = epoch - Math.floor(epoch / windowSeconds) * windowSeconds;
  const seen =
    from === null ? wholeWindows(history, windowSeconds) : seenRates(history, epoch, { windowSeconds, offset });
  return { ...seen, values: seen.values.map((rate) => rate * change.scale) };
}

function startOf({ history, from }: RateQuestion, { windowSeconds, epoch, values }: SeenRates): number {
  if (from === null) return epoch + values.length * windowSeconds;
  const end = (history.epoch ?? 0) + history.duration;
  return Math.ceil(Math.max(from, end) / windowSeconds) * windowSeconds;
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
function wholeWindows(history: TrafficHistory, windowSeconds: number): SeenRates {
  const whole = Math.floor(history.duration / windowSeconds + 1e-6);
  const offset = Math.max(0, (whole + 1) * windowSeconds - history.duration) % windowSeconds;
  const seen = seenRates(history, history.epoch ?? 0, { windowSeconds, offset });
  const last = seen.values.subarray(-Math.min(MOST_PAST, Math.max(1, whole)));
  const values = last.every(Number.isNaN) ? last.map(() => meanRate(history)) : last;
  // To the very moment: a sum of windows is not.
  const epoch = (history.epoch ?? 0) + history.duration - values.length * windowSeconds;
  return { ...seen, values, epoch };
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

/** The last week before the forecast; what lies between the history's end and its begin was not seen. */
function recentOf({ values, windowSeconds, epoch }: SeenRates, start: number): readonly (number | null)[] {
  const week = Math.ceil(RECENT / windowSeconds);
  const unseen = Math.round((start - epoch) / windowSeconds) - values.length;
  const missing = new Array<null>(Math.min(week, Math.max(0, unseen))).fill(null);
  return [...Array.from(values, (rate) => (Number.isNaN(rate) ? null : rate)).slice(-week), ...missing].slice(-week);
}
