import type { TrafficEvent } from "../domain/index.ts";
import { HOUR, WEEK } from "../units/index.ts";
import { parseInstant } from "./calendar.ts";
import type { Trial } from "./forecast/backtest.ts";
import { type Course, courseOf, MOST_PAST } from "./forecast/course.ts";
import type { TrafficProfile } from "./profile.ts";
import { EDGE } from "./series.ts";

/** What a history lets be expected of the hours of a horizon. */
export interface Expectation {
  readonly course: Course;
  /** The course's window that is the horizon's first hour. */
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
const WEEK_HOURS = WEEK / HOUR;
/** An old log is a sample of how traffic looks: its hours of the week count, not the months since. */
const MOST_LEAD_WEEKS = 4;
const LEVEL = 0.8;

/** Expects the horizon from the history's hours, without the events that lie in it. `grows`: growth is given, so the history's own
 *  trend is not carried on beside it. */
export function expectationOf(
  profile: TrafficProfile,
  horizon: { readonly start: number; readonly seconds: number },
  { events, grows }: { readonly events: readonly TrafficEvent[]; readonly grows: boolean },
): Expectation {
  const values = ordinaryHours(profile, events);
  const lead = Math.max(0, Math.round((horizon.start - profile.epoch) / HOUR) - profile.hourly.length);
  const most = MOST_LEAD_WEEKS * WEEK_HOURS;
  const first = lead <= most ? lead : most + ((lead - most) % WEEK_HOURS);
  const windows = first + Math.max(1, Math.round(horizon.seconds / HOUR));
  const course = courseOf({
    values,
    windowSeconds: HOUR,
    windows,
    level: LEVEL,
    trend: !grows,
  });
  const weeks = (values.length * HOUR + EDGE) / WEEK;
  const measured = spreadOfWeeks(course.ranked[0]?.trials ?? [], weeks);
  const spreadAssumed = weeks < LEAST_WEEKS;
  return { course, first, spread: Math.max(spreadAssumed ? ASSUMED_SPREAD : LEAST_SPREAD, measured), spreadAssumed };
}

/** The last hours, without events; with them where there were no others. */
function ordinaryHours(profile: TrafficProfile, events: readonly TrafficEvent[]): Float64Array {
  const last = withoutEvents(profile, events).subarray(-MOST_PAST);
  return last.every(Number.isNaN) ? profile.hourly : last;
}

/** Rates as they would have been on ordinary days. */
function withoutEvents(profile: TrafficProfile, events: readonly TrafficEvent[]): Float64Array {
  const values = profile.hourly.slice();
  for (const { start, duration, multiplier } of events) {
    const from = (parseInstant(start) ?? Number.NaN) - profile.epoch;
    const end = Math.min(values.length, Math.ceil((from + duration) / HOUR));
    for (let hour = Math.max(0, Math.floor(from / HOUR)); hour < end; hour++) {
      // An hour that an event silenced says nothing about ordinary ones.
      values[hour] = multiplier > 0 ? (values[hour] ?? Number.NaN) / multiplier : Number.NaN;
    }
  }
  return values;
}

/** How far the weeks of the trials lay off their forecast, and the error that the mean of so few has itself. */
function spreadOfWeeks(trials: readonly Trial[], weeks: number): number {
  let sum = 0;
  let hours = 0;
  for (const { predicted, actual } of trials) {
    let seen = 0;
    let expected = 0;
    let count = 0;
    actual.subarray(0, WEEK_HOURS).forEach((rate, i) => {
      if (Number.isNaN(rate)) return;
      seen += rate;
      expected += predicted[i] ?? 0;
      count++;
    });
    if (count < 24 || seen <= 0 || expected <= 0) continue;
    sum += count * Math.log(seen / expected) ** 2;
    hours += count;
  }
  return hours === 0 ? 0 : Math.sqrt((sum / hours) * (1 + 1 / weeks));
}
