import type { Holiday, TrafficEvent } from "../domain/index.ts";
import { DAY, WEEK } from "../units/index.ts";
import { parseInstant } from "./calendar.ts";
import type { Trial } from "./forecast/backtest.ts";
import { type Course, courseOf, MOST_PAST } from "./forecast/course.ts";
import { holidayWindows } from "./holidays.ts";
import type { SeenRates } from "./profile.ts";
import { EDGE } from "./series.ts";

/** What a history lets be expected of the windows of a horizon. */
export interface Expectation {
  readonly course: Course;
  /** The course's window that is the horizon's first. */
  readonly first: number;
  /** Standard deviation of log(a week's traffic / its forecast). */
  readonly spread: number;
  readonly spreadAssumed: boolean;
}

/** Levels of traffic shift by about this much (log scale) from month to month when nobody can say better. */
const ASSUMED_SPREAD = 0.2;
const LEAST_SPREAD = 0.03;
/** Weeks of history from which on the spread of weeks is measured. */
const LEAST_WEEKS = 2;
/** An old log is a sample of how traffic looks: its hours of the week count, not the months since. */
const MOST_LEAD = 4 * WEEK;

/** What is known beside the history. */
export interface Knowledge {
  readonly events: readonly TrafficEvent[];
  readonly holidays: readonly Holiday[];
  /** Growth is given, so the history's own trend is not carried on beside it. */
  readonly grows: boolean;
  /** Share of the truth that intervals are to hold. */
  readonly level: number;
}

/** Consecutive windows ahead; `start` in unix seconds. */
export interface Horizon {
  readonly start: number;
  readonly windows: number;
}

/** Expects the horizon from the history's windows, without the events and holidays that lie in it. */
export function expectationOf(seen: SeenRates, horizon: Horizon, knowledge: Knowledge): Expectation {
  const { windowSeconds } = seen;
  const values = ordinaryWindows(seen, knowledge);
  const lead = Math.max(0, Math.round((horizon.start - seen.epoch) / windowSeconds) - seen.values.length);
  const most = Math.round(MOST_LEAD / windowSeconds);
  const first = lead <= most ? lead : most + ((lead - most) % Math.round(WEEK / windowSeconds));
  const windows = first + horizon.windows;
  const ahead = { epoch: horizon.start - first * windowSeconds, windowSeconds, count: windows };
  const course = courseOf({
    ...{ values, windowSeconds, windows, level: knowledge.level, trend: !knowledge.grows },
    holidays: holidayWindows(knowledge.holidays, ahead),
  });
  const weeks = (values.length * windowSeconds + EDGE) / WEEK;
  const measured = spreadOfWeeks(course.ranked[0]?.trials ?? [], { weeks, windowSeconds });
  const spreadAssumed = weeks < LEAST_WEEKS;
  return { course, first, spread: Math.max(spreadAssumed ? ASSUMED_SPREAD : LEAST_SPREAD, measured), spreadAssumed };
}

/** The last windows, without events and holidays; with them where there were no others. */
function ordinaryWindows(seen: SeenRates, { events, holidays }: Knowledge): Float64Array {
  const { epoch, windowSeconds } = seen;
  const ordinary = withoutEvents(seen, events);
  for (const window of holidayWindows(holidays, { epoch, windowSeconds, count: ordinary.length }).keys()) {
    ordinary[window] = Number.NaN;
  }
  const last = ordinary.subarray(-MOST_PAST);
  return last.every(Number.isNaN) ? seen.values.subarray(-MOST_PAST) : last;
}

/** Rates as they would have been on ordinary days. */
function withoutEvents(seen: SeenRates, events: readonly TrafficEvent[]): Float64Array {
  const { windowSeconds } = seen;
  const values = seen.values.slice();
  for (const { start, duration, multiplier } of events) {
    const from = (parseInstant(start) ?? Number.NaN) - seen.epoch;
    const end = Math.min(values.length, Math.ceil((from + duration) / windowSeconds));
    for (let window = Math.max(0, Math.floor(from / windowSeconds)); window < end; window++) {
      // A window that an event silenced says nothing about ordinary ones.
      values[window] = multiplier > 0 ? (values[window] ?? Number.NaN) / multiplier : Number.NaN;
    }
  }
  return values;
}

/** How far the weeks of the trials lay off their forecast, and the error that the mean of so few has itself. */
function spreadOfWeeks(
  trials: readonly Trial[],
  of: { readonly weeks: number; readonly windowSeconds: number },
): number {
  let sum = 0;
  let windows = 0;
  for (const { predicted, actual } of trials) {
    let seen = 0;
    let expected = 0;
    let count = 0;
    actual.subarray(0, Math.round(WEEK / of.windowSeconds)).forEach((rate, i) => {
      if (Number.isNaN(rate)) return;
      seen += rate;
      expected += predicted[i] ?? 0;
      count++;
    });
    if (count < DAY / of.windowSeconds || seen <= 0 || expected <= 0) continue;
    sum += count * Math.log(seen / expected) ** 2;
    windows += count;
  }
  return windows === 0 ? 0 : Math.sqrt((sum / windows) * (1 + 1 / of.weeks));
}
