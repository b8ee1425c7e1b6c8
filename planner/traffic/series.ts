import type { RateSeries, TrafficHistory } from "../domain/index.ts";
import { HOUR } from "../units/index.ts";

/** Windows of a history: the first begins `offset` seconds before its time 0, so that windows can lie on whole hours. */
export interface Grid {
  readonly windowSeconds: number;
  readonly offset: number;
}

/** A window of which less than this share was seen says too little about its rate; and of what lies in the history, half must be. */
const LEAST_SEEN = 0.1;
const LEAST_OF_HISTORY = 0.5;
/** A log of whole days begins with its first request and ends with its last: up to this much of a day or week may be missing, seconds. */
export const EDGE = HOUR;

/** Requests per second of each window, over the part of it that was seen; NaN where that is too little. */
export function ratesOn(history: TrafficHistory, grid: Grid): Float64Array {
  const { windowSeconds, offset } = grid;
  const count = Math.max(1, Math.ceil((offset + history.duration) / windowSeconds - 1e-9));
  const rates = history.rates === null ? counted(history, grid, count) : regrouped(history.rates, grid, count);
  // Where no window was seen well enough, all that is known is the rate of the whole.
  return rates.every(Number.isNaN) ? rates.fill(meanRate(history)) : rates;
}

function counted(history: TrafficHistory, grid: Grid, count: number): Float64Array {
  const { windowSeconds, offset } = grid;
  const requests = new Float64Array(count);
  for (const arrival of history.workload.arrivals) {
    const window = Math.min(count - 1, Math.floor((arrival + offset) / windowSeconds));
    requests[window] = (requests[window] ?? 0) + 1;
  }
  const silent = silentSeconds(history, grid, count);
  return requests.map((seen, window) => {
    const part = partOf(history.duration, grid, window);
    return rateOf(seen, { inHistory: part.to - part.from, seen: part.to - part.from - (silent[window] ?? 0) }, grid);
  });
}

/** How much of each window lies in a gap. */
function silentSeconds({ gaps, duration }: TrafficHistory, grid: Grid, count: number): Float64Array {
  const { windowSeconds, offset } = grid;
  const silent = new Float64Array(count);
  for (const [start, end] of gaps) {
    const last = Math.min(count - 1, Math.ceil((end + offset) / windowSeconds) - 1);
    for (let window = Math.floor((start + offset) / windowSeconds); window <= last; window++) {
      const { from, to } = partOf(duration, grid, window);
      silent[window] = (silent[window] ?? 0) + Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
  }
  return silent;
}

/** The part of a window that lies in the history. */
const partOf = (duration: number, { windowSeconds, offset }: Grid, window: number) => ({
  from: Math.max(0, window * windowSeconds - offset),
  to: Math.min(duration, (window + 1) * windowSeconds - offset),
});

function rateOf(requests: number, seconds: { inHistory: number; seen: number }, { windowSeconds }: Grid): number {
  const least = Math.max(LEAST_OF_HISTORY * seconds.inHistory, LEAST_SEEN * windowSeconds);
  return seconds.seen < least ? Number.NaN : requests / seconds.seen;
}

/** Rates in other windows, by how much of each they share. */
function regrouped({ windowSeconds: step, rates }: RateSeries, grid: Grid, count: number): Float64Array {
  const duration = rates.length * step;
  return Float64Array.from({ length: count }, (_, window) => {
    const { from, to } = partOf(duration, grid, window);
    let seen = 0;
    let requests = 0;
    for (let i = Math.floor(from / step); i * step < to && i < rates.length; i++) {
      const rate = rates[i] ?? Number.NaN;
      if (Number.isNaN(rate)) continue;
      const overlap = Math.min(to, (i + 1) * step) - Math.max(from, i * step);
      seen += overlap;
      requests += overlap * rate;
    }
    return rateOf(requests, { inHistory: to - from, seen }, grid);
  });
}

/** Requests per second over the observed time, gaps left out. */
export function meanRate(history: TrafficHistory): number {
  const { rates, workload, gaps, duration } = history;
  if (rates !== null) {
    const seen = rates.rates.filter((rate) => !Number.isNaN(rate));
    return seen.reduce((sum, rate) => sum + rate, 0) / Math.max(1, seen.length);
  }
  const silent = gaps.reduce((total, [from, to]) => total + (to - from), 0);
  return workload.arrivals.length / Math.max(1e-9, duration - silent);
}

/** Requests that were seen. */
export const requestsSeen = (history: TrafficHistory): number =>
  history.rates === null
    ? history.workload.arrivals.length
    : Math.round(
        history.rates.rates.reduce((sum, rate) => sum + (Number.isNaN(rate) ? 0 : rate), 0) *
          history.rates.windowSeconds,
      );
