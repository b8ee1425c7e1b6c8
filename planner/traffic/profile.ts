import type { TrafficHistory } from "../domain/index.ts";
import { HOUR, WEEK } from "../units/index.ts";
import { hourOfWeek } from "./calendar.ts";
import { meanRate, ratesOn } from "./series.ts";

/** What a history says about the level and the seasons of traffic. Rates in requests per second. */
export interface TrafficProfile {
  /** Unix seconds of the history's first hour. */
  readonly epoch: number;
  /** Seconds from there to the history's time 0. */
  readonly offset: number;
  /** Unix seconds of the middle of what was seen: the pattern below is the level of that moment. */
  readonly middle: number;
  /** Requests per second of each whole hour of the history; NaN where a gap touches it. */
  readonly hourly: Float64Array;
  /** Rate by hour of the week (0 = Monday 00:00 UTC). */
  readonly byHourOfWeek: Float64Array;
  /** Which seasons the history is long enough to show. */
  readonly seasonality: "week" | "day" | "none";
  /** Standard deviation of log(a day's traffic / what its hours of the week usually bring). */
  readonly spread: number;
  readonly spreadAssumed: boolean;
}

/** Levels of traffic shift by about this much (log scale) from month to month when nobody can say better. */
const ASSUMED_SPREAD = 0.2;
const LEAST_SPREAD = 0.03;
/** Days differ from a pattern that is their own mean by too little: with `n` weeks by sqrt((n - 1) / n) of the truth, and
 *  with one week not at all. */
const LEAST_WEEKS = 2;

/** A log of whole days begins with its first request and ends with its last: up to this much of a week may be missing. */
const EDGE = HOUR;
/** A season is seen when at least this share of its hours is; with more holes than that it is guessed. */
const SEEN = 0.75;

/** Hourly rates, the pattern of the week, and how much days differ from it. Histories under seven days are taken to repeat
 *  (their day, or their mean); under two weeks their spread is assumed. `epoch`: unix seconds of the workload's time 0. */
export function profileOf(history: TrafficHistory, epoch: number): TrafficProfile {
  const start = Math.floor(epoch / HOUR) * HOUR;
  const hourly = ratesOn(history, { windowSeconds: HOUR, offset: epoch - start });
  const seasonality = seasonalityOf(history, start, hourly);
  const byHourOfWeek = weeklyPattern({ start, hourly, seasonality, mean: meanRate(history) });
  const weeks = (history.duration + EDGE) / WEEK;
  const days = weeks >= LEAST_WEEKS ? dailyResiduals(start, hourly, byHourOfWeek) : [];
  const assumed = days.length < 7;
  return {
    epoch: start,
    offset: epoch - start,
    middle: start + middleOf(hourly),
    hourly,
    byHourOfWeek,
    seasonality,
    spread: assumed ? ASSUMED_SPREAD : Math.max(LEAST_SPREAD, deviation(days) * Math.sqrt(weeks / (weeks - 1))),
    spreadAssumed: assumed,
  };
}

/** Mean time of the hours that were seen, seconds from the first hour's start. */
function middleOf(hourly: Float64Array): number {
  let sum = 0;
  let seen = 0;
  hourly.forEach((rate, hour) => {
    if (Number.isNaN(rate)) return;
    sum += (hour + 0.5) * HOUR;
    seen++;
  });
  return seen === 0 ? (hourly.length * HOUR) / 2 : sum / seen;
}

/** The longest season that lies within the history and that gaps leave to be seen. */
function seasonalityOf(history: TrafficHistory, start: number, hourly: Float64Array): TrafficProfile["seasonality"] {
  const isSeen = (period: number) => {
    const hours = new Set<number>();
    hourly.forEach((rate, hour) => {
      if (!Number.isNaN(rate)) hours.add(hourOfWeek(start + hour * HOUR) % period);
    });
    return history.duration >= period * HOUR - EDGE && hours.size >= SEEN * period;
  };
  if (isSeen(168)) return "week";
  return isSeen(24) ? "day" : "none";
}

interface Seen {
  readonly start: number;
  readonly hourly: Float64Array;
  readonly seasonality: TrafficProfile["seasonality"];
  readonly mean: number;
}

/** Mean of each hour of the week; of an hour that gaps hide, of the same hour on other days; else of everything. */
function weeklyPattern(seen: Seen): Float64Array {
  const pattern = new Float64Array(168).fill(seen.mean);
  if (seen.seasonality === "none") return pattern;
  const daily = seasonalMeans(seen, 24);
  const weekly = seen.seasonality === "week" ? seasonalMeans(seen, 168) : daily;
  return pattern.map((mean, hour) => weekly[hour % weekly.length] ?? daily[hour % 24] ?? mean);
}

/** Mean rate of each hour of a season; null where none was seen. */
function seasonalMeans({ start, hourly }: Seen, period: number): readonly (number | null)[] {
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  hourly.forEach((rate, hour) => {
    if (Number.isNaN(rate)) return;
    const season = hourOfWeek(start + hour * HOUR) % period;
    sums[season] = (sums[season] ?? 0) + rate;
    counts[season] = (counts[season] ?? 0) + 1;
  });
  return Array.from(sums, (sum, season) => {
    const count = counts[season] ?? 0;
    return count === 0 ? null : sum / count;
  });
}

function dailyResiduals(start: number, hourly: Float64Array, pattern: Float64Array): number[] {
  const residuals: number[] = [];
  for (let first = 0; first + 24 <= hourly.length; first += 24) {
    let seen = 0;
    let expected = 0;
    for (let hour = first; hour < first + 24; hour++) {
      const rate = hourly[hour] ?? Number.NaN;
      if (Number.isNaN(rate)) continue;
      seen += rate;
      expected += pattern[hourOfWeek(start + hour * HOUR)] ?? 0;
    }
    if (seen > 0 && expected > 0) residuals.push(Math.log(seen / expected));
  }
  return residuals;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((total, v) => total + (v - mean) ** 2, 0) / Math.max(1, values.length - 1));
}
