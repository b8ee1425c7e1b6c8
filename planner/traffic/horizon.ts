import type { TrafficEvent } from "../domain/index.ts";
import { DAY, HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import { hourOfWeek, parseInstant } from "./calendar.ts";
import type { TrafficProfile } from "./profile.ts";

/** One hour of the future: unix seconds of its start and its most likely rate, requests per second. */
export interface ForecastHour {
  readonly start: number;
  readonly rate: number;
  /** The named event that multiplies it; null on ordinary days. */
  readonly event: string | null;
  /** Replicas that a calendar keeps at least in this hour; 0 where it says nothing. */
  readonly minimum: number;
}

/** Growth is not counted over more than this before the horizon, seconds: an older log is a sample of how traffic looks, and
 *  three years of 8 % a month would make it sixteen times what it is. A finding says that the log is old. */
const LONGEST_GROWTH_BEFORE = 45 * DAY;

/** The most likely traffic, hour by hour: the week's pattern, growth compounding from the middle of the history (whose mean
 *  the pattern is), and named events. Events that overlap multiply each other; an hour that one touches counts as whole. */
export function forecastHours(
  profile: TrafficProfile,
  change: { readonly growthPerMonth: number; readonly events: readonly TrafficEvent[]; readonly scale: number },
  horizon: { readonly start: number; readonly seconds: number },
): readonly ForecastHour[] {
  const hours = Math.max(1, Math.round(horizon.seconds / HOUR));
  const events = change.events.map((event) => ({ ...event, from: parseInstant(event.start) ?? Number.NaN }));
  const grownFrom = Math.max(profile.middle, horizon.start - LONGEST_GROWTH_BEFORE);
  return Array.from({ length: hours }, (_, hour) => {
    const start = horizon.start + hour * HOUR;
    const months = (start + HOUR / 2 - grownFrom) / HOUR / HOURS_PER_MONTH;
    const touching = events.filter((event) => start + HOUR > event.from && start < event.from + event.duration);
    const multiplier = touching.reduce((product, event) => product * event.multiplier, 1);
    const usual = profile.byHourOfWeek[hourOfWeek(start)] ?? 0;
    return {
      start,
      rate: usual * (1 + change.growthPerMonth) ** months * change.scale * multiplier,
      event: touching.length === 0 ? null : touching.map((event) => event.name).join(", "),
      minimum: 0,
    };
  });
}

/** Multiplies the most likely rate: the level of traffic at `z` standard deviations, log-normal around the forecast. */
export const levelAt = (profile: TrafficProfile, z: number): number => Math.exp(z * profile.spread);
