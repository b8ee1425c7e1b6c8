import type { ModelDeployment } from "../../domain/index.ts";
import type { ForecastHour } from "../../traffic/horizon.ts";
import { HOUR } from "../../units/index.ts";
import type { Ahead } from "../outlook.ts";

/** What a fleet has to carry. Requests per second. */
export interface Demand {
  readonly hours: readonly ForecastHour[];
  /** Rate that must be sustained, or more requests would wait for ever than the loosest target lets miss. */
  readonly sustained: number;
  /** The busiest hour's, at its 90th percentile. */
  readonly peak: number;
  /** Nine of ten hours bring more. */
  readonly quiet: number;
  /** The largest multiplier of the named events; 1 without any. */
  readonly events: number;
  /** When named events are, one after the other. */
  readonly stretches: readonly EventStretch[];
  /** Coefficient of variation of the times between requests. */
  readonly burstiness: number;
}

/** Hours of named events without a break between them: unix seconds, and the highest most likely rate within. */
export interface EventStretch {
  readonly from: number;
  readonly to: number;
  readonly rate: number;
}

/** Reads the forecast as a demand. */
export function demandOf({ hours, worst, burstiness }: Ahead, { slo, traffic }: ModelDeployment): Demand {
  const sorted = hours.toSorted((a, b) => a.rate - b.rate);
  const strictest = slo.latency.reduce((most, { percentile }) => Math.max(most, percentile / 100), 0.5);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]?.rate ?? 0;
  return {
    hours,
    sustained: rateReachedBy(sorted, 1 - strictest),
    peak: Math.max(worst ?? 0, ...hours.map(({ p90 }) => p90)),
    quiet: at(0.1),
    burstiness: burstiness.cv,
    events: (traffic?.events ?? []).reduce((most, { multiplier }) => Math.max(most, multiplier), 1),
    stretches: stretchesOf(hours),
  };
}

/** The highest rate such that busier hours hold at least this share of all requests. */
function rateReachedBy(sorted: readonly ForecastHour[], share: number): number {
  const total = sorted.reduce((sum, { rate }) => sum + rate, 0);
  let above = 0;
  for (const { rate } of sorted.toReversed()) {
    above += rate;
    if (above >= share * total) return rate;
  }
  return 0;
}

function stretchesOf(hours: readonly ForecastHour[]): readonly EventStretch[] {
  const stretches: EventStretch[] = [];
  for (const { start, rate, event } of hours) {
    if (event === null) continue;
    const last = stretches.at(-1);
    if (last?.to === start) stretches.splice(-1, 1, { ...last, to: start + HOUR, rate: Math.max(last.rate, rate) });
    else stretches.push({ from: start, to: start + HOUR, rate });
  }
  return stretches;
}
