import type { TrafficEvent } from "../domain/index.ts";
import { DAY, HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import { parseInstant } from "./calendar.ts";
import { type Expectation, expectationOf } from "./expectation.ts";
import type { TrafficProfile } from "./profile.ts";

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

export interface TrafficChange {
  readonly growthPerMonth: number;
  readonly events: readonly TrafficEvent[];
  readonly scale: number;
}

/** The traffic hour by hour: what the history lets be expected, growth compounding from the moment whose level that is, and named events.
 *  Events that overlap multiply each other; an hour that one touches counts as whole. */
export function forecastHours(
  profile: TrafficProfile,
  change: TrafficChange,
  horizon: { readonly start: number; readonly seconds: number },
): ForecastHours {
  const grows = change.growthPerMonth !== 0;
  const expectation = expectationOf(profile, horizon, { events: change.events, grows });
  const { course, first } = expectation;
  const events = change.events.map((event) => ({ ...event, from: parseInstant(event.start) ?? Number.NaN }));
  const end = profile.epoch + profile.hourly.length * HOUR;
  const levelOf = course.model.level === "end" ? end : profile.middle;
  const grownFrom = Math.max(levelOf, horizon.start - LONGEST_GROWTH_BEFORE);
  const factors: number[] = [];
  const hours = Array.from({ length: course.point.length - first }, (_, hour): ForecastHour => {
    const start = horizon.start + hour * HOUR;
    const months = (start + HOUR / 2 - grownFrom) / HOUR / HOURS_PER_MONTH;
    const touching = events.filter((event) => start + HOUR > event.from && start < event.from + event.duration);
    const multiplier = touching.reduce((product, event) => product * event.multiplier, 1);
    const factor = (1 + change.growthPerMonth) ** months * change.scale * multiplier;
    factors.push(factor);
    return {
      ...{ start, rate: (course.point[first + hour] ?? 0) * factor },
      p10: course.quantile(first + hour, 0.1) * factor,
      p90: course.quantile(first + hour, 0.9) * factor,
      event: touching.length === 0 ? null : touching.map((event) => event.name).join(", "),
      minimum: 0,
    };
  });
  return { hours, expectation, worst: worstOf(expectation, factors) };
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
