import type { Holiday, TrafficEvent } from "../domain/index.ts";
import { DAY, HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import { parseInstant } from "./calendar.ts";
import { type Expectation, expectationOf, type Horizon } from "./expectation.ts";
import type { SeenRates, TrafficProfile } from "./profile.ts";

/** One hour of the future: unix seconds of its start and its rate, requests per second. */
export interface ForecastHour {
  readonly start: number;
  /** Most likely. */
  readonly rate: number;
  /** Its 10th and 90th percentile. */
  readonly p10: number;
  readonly p90: number;
  /** The named event that multiplies it; null on ordinary days. */
  readonly event: string | null;
  /** Replicas that a calendar keeps at least in this hour; 0 where it says nothing. */
  readonly minimum: number;
}

/** The hours of a horizon, and what they were expected from. */
export interface ForecastHours {
  readonly hours: readonly ForecastHour[];
  readonly expectation: Expectation;
  /** Rate that no hour of the horizon passes in half of all cases, requests per second; null where the history cannot tell. */
  readonly worst: number | null;
}

/** Growth is not counted over more than this before the horizon, seconds: an older log is a sample of how traffic looks, and
 *  three years of 8 % a month would make it sixteen times what it is. A finding says that the log is old. */
const LONGEST_GROWTH_BEFORE = 45 * DAY;

/** What is known of traffic ahead beside its history. */
export interface TrafficChange {
  readonly growthPerMonth: number;
  readonly events: readonly TrafficEvent[];
  readonly holidays: readonly Holiday[];
  readonly scale: number;
}

/** Share of the truth that the intervals of an hour are to hold. */
const LEVEL = 0.8;

/** The traffic hour by hour: what the history lets be expected, growth compounding from the moment whose level that is, and named events. */
export function forecastHours(
  profile: TrafficProfile,
  change: TrafficChange,
  horizon: { readonly start: number; readonly seconds: number },
): ForecastHours {
  const { start } = horizon;
  const { epoch, middle, hourly: values } = profile;
  const windows = Math.max(1, Math.round(horizon.seconds / HOUR));
  const ahead = forecastWindows({ values, windowSeconds: HOUR, epoch, middle }, change, {
    start,
    windows,
    level: LEVEL,
  });
  const { expectation, changes } = ahead;
  const { course, first } = expectation;
  const hours = changes.map(
    ({ factor, event }, hour): ForecastHour => ({
      ...{ start: start + hour * HOUR, rate: (course.point[first + hour] ?? 0) * factor },
      p10: course.quantile(first + hour, 0.1) * factor,
      p90: course.quantile(first + hour, 0.9) * factor,
      ...{ event, minimum: 0 },
    }),
  );
  const factors = changes.map(({ factor }) => factor);
  return { hours, expectation, worst: worstOf(expectation, factors) };
}

/** What a window's expected rate is multiplied with, and the events that it lies in. */
export interface WindowChange {
  readonly factor: number;
  readonly event: string | null;
}

/** What is expected of windows ahead, and how growth and events change each of them: events that overlap multiply each other, and a
 *  window that one touches counts as whole. */
export function forecastWindows(
  seen: SeenRates,
  change: TrafficChange,
  horizon: Horizon & { readonly level: number },
): { readonly expectation: Expectation; readonly changes: readonly WindowChange[] } {
  const { windowSeconds } = seen;
  const { events, holidays, growthPerMonth, scale } = change;
  const { level } = horizon;
  const expectation = expectationOf(seen, horizon, { events, holidays, grows: growthPerMonth !== 0, level });
  const dated = events.map((event) => ({ ...event, from: parseInstant(event.start) ?? Number.NaN }));
  const end = seen.epoch + seen.values.length * windowSeconds;
  const levelOf = expectation.course.model.level === "end" ? end : seen.middle;
  const grownFrom = Math.max(levelOf, horizon.start - LONGEST_GROWTH_BEFORE);
  const changes = Array.from({ length: horizon.windows }, (_, window): WindowChange => {
    const start = horizon.start + window * windowSeconds;
    const months = (start + windowSeconds / 2 - grownFrom) / HOUR / HOURS_PER_MONTH;
    const touching = dated.filter((event) => start + windowSeconds > event.from && start < event.from + event.duration);
    const multiplier = touching.reduce((product, event) => product * event.multiplier, 1);
    return {
      factor: (1 + growthPerMonth) ** months * scale * multiplier,
      event: touching.length === 0 ? null : touching.map((event) => event.name).join(", "),
    };
  });
  return { expectation, changes };
}

/** The median of the busiest hour: that rate is passed ln 2 times on average, if hours stray from their forecast one by one. A history
 *  under a week shows no such thing. */
function worstOf({ course, first }: Expectation, factors: readonly number[]): number | null {
  if (course.law === null || course.assumed) return null;
  const passes = (rate: number) =>
    factors.reduce((sum, factor, hour) => sum + shareAbove(course, first + hour, rate / Math.max(factor, 1e-12)), 0);
  let low = 0;
  let high = factors.reduce((most, factor, hour) => Math.max(most, course.quantile(first + hour, 1) * factor), 0);
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (passes(middle) > Math.LN2) low = middle;
    else high = middle;
  }
  return high;
}

const BISECTIONS = 20;

/** Probability that a window's rate is higher. */
function shareAbove(course: Expectation["course"], window: number, rate: number): number {
  if (course.quantile(window, 1) <= rate) return 0;
  let low = 0;
  let high = 1;
  for (let i = 0; i < BISECTIONS; i++) {
    const middle = (low + high) / 2;
    if (course.quantile(window, middle) <= rate) low = middle;
    else high = middle;
  }
  return 1 - low;
}

/** Multiplies the most likely rate: the level of traffic at `z` standard deviations, log-normal around the forecast. */
export const levelAt = (spread: number, z: number): number => Math.exp(z * spread);
