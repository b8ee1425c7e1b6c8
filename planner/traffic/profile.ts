import type { TrafficHistory } from "../domain/index.ts";
import { HOUR } from "../units/index.ts";
import { hourOfWeek } from "./calendar.ts";
import { EDGE, ratesOn } from "./series.ts";

/** What a history says about the level and the seasons of traffic. Rates in requests per second. */
export interface TrafficProfile {
  /** Unix seconds of the history's first hour. */
  readonly epoch: number;
  /** Seconds from there to the history's time 0. */
  readonly offset: number;
  /** Unix seconds of the middle of what was seen: what is expected without a trend is the level of that moment. */
  readonly middle: number;
  /** Requests per second of each whole hour of the history; NaN where gaps hide too much of it. */
  readonly hourly: Float64Array;
  /** Which seasons the history is long enough to show. */
  readonly seasonality: "week" | "day" | "none";
}

/** A season is seen when at least this share of its hours is; with more holes than that it is guessed. */
const SEEN = 0.75;

/** Hourly rates, and which seasons they show. `epoch`: unix seconds of the workload's time 0. */
export function profileOf(history: TrafficHistory, epoch: number): TrafficProfile {
  const start = Math.floor(epoch / HOUR) * HOUR;
  const hourly = ratesOn(history, { windowSeconds: HOUR, offset: epoch - start });
  return {
    ...{ epoch: start, offset: epoch - start, middle: start + middleOf(hourly), hourly },
    seasonality: seasonalityOf(history, start, hourly),
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
