import type { RateSeries, TrafficHistory } from "../domain/index.ts";

/** Windows of a history: the first begins `offset` seconds before its time 0, so that windows can lie on whole hours. */
export interface Grid {
  readonly windowSeconds: number;
  readonly offset: number;
}

/** A window of which less than this share was seen says too little about its rate. */
const LEAST_SEEN = 0.1;

/** Requests per second of each window; NaN where a gap touches it. The first and the last count for the part of them that was seen. */
export function ratesOn(history: TrafficHistory, grid: Grid): Float64Array {
  const { windowSeconds, offset } = grid;
  const count = Math.max(1, Math.ceil((offset + history.duration) / windowSeconds - 1e-9));
  const rates = history.rates === null ? counted(history, grid, count) : regrouped(history.rates, grid, count);
  // Where no window was seen well enough, all that is known is the rate of the whole.
  return rates.every(Number.isNaN) ? rates.fill(meanRate(history)) : rates;
}

function counted(history: TrafficHistory, { windowSeconds, offset }: Grid, count: number): Float64Array {
  const rates = new Float64Array(count);
  for (const arrival of history.workload.arrivals) {
    const window = Math.min(count - 1, Math.floor((arrival + offset) / windowSeconds));
    rates[window] = (rates[window] ?? 0) + 1;
  }
  for (let window = 0; window < count; window++) {
    const from = Math.max(0, window * windowSeconds - offset);
    const to = Math.min(history.duration, (window + 1) * windowSeconds - offset);
    const seen = to - from;
    rates[window] = seen < LEAST_SEEN * windowSeconds ? Number.NaN : (rates[window] ?? 0) / seen;
  }
  for (const [start, end] of history.gaps) {
    const last = Math.min(count - 1, Math.ceil((end + offset) / windowSeconds) - 1);
    for (let window = Math.floor((start + offset) / windowSeconds); window <= last; window++)
      rates[window] = Number.NaN;
  }
  return rates;
}

/** Mean over the seen part of each window, which has to be half of it; all of it where only that much lies in the history. */
function regrouped({ windowSeconds: step, rates }: RateSeries, grid: Grid, count: number): Float64Array {
  const { windowSeconds, offset } = grid;
  return Float64Array.from({ length: count }, (_, window) => {
    const from = Math.max(0, window * windowSeconds - offset);
    const to = Math.min(rates.length * step, (window + 1) * windowSeconds - offset);
    let seen = 0;
    let requests = 0;
    for (let i = Math.floor(from / step); i * step < to && i < rates.length; i++) {
      const rate = rates[i] ?? Number.NaN;
      if (Number.isNaN(rate)) continue;
      const overlap = Math.min(to, (i + 1) * step) - Math.max(from, i * step);
      seen += overlap;
      requests += overlap * rate;
    }
    return seen < Math.max(0.5 * (to - from), LEAST_SEEN * windowSeconds) ? Number.NaN : requests / seen;
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
