import { METRICS } from "../../mistakes/metrics.ts";
import type { Mistake } from "../../ports/failure.ts";
import type { MetricSeries } from "../../ports/metrics-answer.ts";
import type { MetricsRange } from "../../ports/metrics-server.ts";
import { sampleValue } from "../calibrate/metric-samples.ts";

/** One value a window, NaN where the series has none; the value of a moment is that of the window it ends. */
export function windowsOf(series: MetricSeries | undefined, { start, end, step }: MetricsRange): Float64Array {
  const windows = new Float64Array(Math.round((end - start) / step) + 1).fill(Number.NaN);
  for (const [time, text] of series?.samples ?? []) {
    const value = sampleValue(text);
    if (Number.isFinite(value)) windows[Math.round((time - start) / step)] = value;
  }
  return windows;
}

/** A rate of requests has ups and downs. */
const FEWEST_TO_JUDGE = 50;
const FALLS_OF_A_COUNTER = 0.02;
const RISES_OF_A_COUNTER = 0.2;

/** What shows that these are no requests per second; null where nothing does. */
export function notRates(rates: Float64Array, query: string): Mistake | null {
  const seen = rates.filter(Number.isFinite);
  if (seen.some((rate) => rate < 0)) {
    return METRICS.negativeRates(seen.find((rate) => rate < 0) ?? 0);
  }
  if (!seen.some((rate) => rate > 0)) {
    return METRICS.onlyZeros(query);
  }
  const steps = [...seen.subarray(1)].map((rate, i) => rate - (seen[i] ?? 0));
  const share = (of: (change: number) => boolean) => steps.filter(of).length / steps.length;
  const isCounter =
    seen.length >= FEWEST_TO_JUDGE &&
    share((change) => change < 0) <= FALLS_OF_A_COUNTER &&
    share((change) => change > 0) >= RISES_OF_A_COUNTER;
  return isCounter ? METRICS.bareCounter : null;
}

/** Windows beside one without a value are left out as well: what was scraped in a part of them counts for the whole. Not where
 *  that would leave less than half: then the server scrapes so seldom that every other window is empty. */
export function withoutEdges(rates: Float64Array): Float64Array {
  const isMissing = (i: number) => i >= 0 && i < rates.length && Number.isNaN(rates[i]);
  const kept = rates.map((rate, i) => (isMissing(i - 1) || isMissing(i + 1) ? Number.NaN : rate));
  const seen = (of: Float64Array) => of.filter(Number.isFinite).length;
  return seen(kept) * 2 >= seen(rates) ? kept : rates;
}

/** The windows from the first to the last that has a value; null where none has. */
export function trimmed(rates: Float64Array): { readonly first: number; readonly rates: Float64Array } | null {
  const first = rates.findIndex(Number.isFinite);
  const last = rates.findLastIndex(Number.isFinite);
  return first < 0 ? null : { first, rates: rates.slice(first, last + 1) };
}

/** Runs of windows without a value, in seconds from the first one. */
export function gapsIn(rates: Float64Array, step: number): readonly (readonly [number, number])[] {
  const gaps: [number, number][] = [];
  rates.forEach((rate, i) => {
    if (!Number.isNaN(rate)) return;
    const open = gaps.at(-1);
    if (open?.[1] === i * step) open[1] += step;
    else gaps.push([i * step, (i + 1) * step]);
  });
  return gaps;
}
