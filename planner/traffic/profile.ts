import type { TrafficHistory } from "../domain/index.ts";
import { DAY, HOUR, WEEK } from "../units/index.ts";
import { hourOfWeek } from "./calendar.ts";
import { EDGE, type Grid, ratesOn } from "./series.ts";

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

/** Rates that were seen, requests per second in consecutive windows; NaN where too little was. */
export interface SeenRates {
  readonly values: Float64Array;
  readonly windowSeconds: number;
  /** Unix seconds of the first window. */
  readonly epoch: number;
  /** Of the middle of what was seen. */
  readonly middle: number;
}

/** The rates of a history on a grid. `epoch`: unix seconds of the workload's time 0. */
export function seenRates(history: TrafficHistory, epoch: number, grid: Grid): SeenRates {
  const { windowSeconds, offset } = grid;
  const values = ratesOn(history, grid);
  const start = epoch - offset;
  return { values, windowSeconds, epoch: start, middle: start + middleOf(values, windowSeconds) };
}

/** A season is seen when at least this share of its hours is; with more holes than that it is guessed. */
const SEEN = 0.75;

/** Hourly rates, and which seasons they show. `epoch`: unix seconds of the workload's time 0. */
export function profileOf(history: TrafficHistory, epoch: number): TrafficProfile {
  const start = Math.floor(epoch / HOUR) * HOUR;
  const { values, middle } = seenRates(history, epoch, { windowSeconds: HOUR, offset: epoch - start });
  return {
    ...{ epoch: start, offset: epoch - start, middle, hourly: values },
    seasonality: seasonalityOf(history, start, values),
  };
}

/** Mean time of the windows that were seen, seconds from the first one's start. */
function middleOf(values: Float64Array, windowSeconds: number): number {
  let sum = 0;
  let seen = 0;
  values.forEach((rate, window) => {
    if (Number.isNaN(rate)) return;
    sum += (window + 0.5) * windowSeconds;
    seen++;
  });
  return seen === 0 ? (values.length * windowSeconds) / 2 : sum / seen;
}

/** Unix seconds of time 0 of a history. One without dates lies a week before `now`, or as many whole days as it lasts if that is
 *  longer, so that it never reaches into the future. */
export function epochOf(history: TrafficHistory, now: number): number {
  return history.epoch ?? now - Math.max(WEEK, Math.ceil(history.duration / DAY) * DAY);
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
