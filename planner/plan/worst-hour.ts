import type { WorstHour } from "../domain/index.ts";
import type { Life } from "../simulate/member.ts";
import type { RequestColumns } from "../simulate/row-buffer.ts";
import type { Stratum } from "../traffic/strata.ts";
import { measuredFrom, simulateWindow, type WindowSetting } from "./windows.ts";

/** Enough to see a queue build and go, few enough to draw. */
const SLICES = 60;

/** The busiest window once more, as forecast, with what happened to each request: load, queue and replicas slice by slice. */
export function worstHour(setting: WindowSetting, strata: readonly Stratum[]): WorstHour | null {
  const worst = strata.reduce<Stratum | null>(
    (most, stratum) => (most === null || stratum.hour.rate >= most.hour.rate ? stratum : most),
    null,
  );
  if (worst === null) return null;
  const { from, seconds } = measuredFrom(setting, worst, 1);
  const answer = simulateWindow({ ...setting, keepsRequests: true }, worst, 1);
  if (answer.kind === "notSimulated" || answer.columns === null) return null;
  return courseOf(answer, { label: worst.label, from, seconds });
}

/** Means over even slices of [from, from + seconds). */
export function courseOf(
  { columns, lives }: { readonly columns: RequestColumns | null; readonly lives: readonly Life[] },
  stretch: { readonly label: string; readonly from: number; readonly seconds: number },
): WorstHour {
  const { label, from, seconds } = stretch;
  const time = () => new TimeInSlices(from, seconds / SLICES);
  const [waiting, running, ready, replicas, arrived] = [time(), time(), time(), time(), time()];
  columns?.arrivals.forEach((arrival, i) => {
    const left = columns.finish[i] ?? NaN;
    const end = Number.isNaN(left) ? Infinity : left;
    const scheduled = columns.scheduled[i] ?? NaN;
    arrived.count(arrival);
    waiting.add(arrival, Number.isNaN(scheduled) ? end : scheduled);
    if (!Number.isNaN(scheduled)) running.add(scheduled, end);
  });
  for (const { createdAt, readyAt, goneAt } of lives) {
    replicas.add(createdAt, goneAt);
    ready.add(readyAt, goneAt);
  }
  return {
    label,
    sliceSeconds: seconds / SLICES,
    slices: Array.from({ length: SLICES }, (_, slice) => ({
      requestsPerSecond: arrived.mean(slice),
      waiting: waiting.mean(slice),
      running: running.mean(slice),
      ready: ready.mean(slice),
      replicas: replicas.mean(slice),
    })),
  };
}

/** How many of something there were on average in each slice, or how many began in it a second. */
class TimeInSlices {
  private readonly held = new Float64Array(SLICES);
  private readonly from: number;
  private readonly length: number;

  constructor(from: number, length: number) {
    this.from = from;
    this.length = length;
  }

  /** Something was there from one instant to another. */
  add(start: number, end: number): void {
    const first = Math.max(0, Math.floor((start - this.from) / this.length));
    for (let slice = first; slice < SLICES; slice++) {
      const begins = this.from + slice * this.length;
      if (end <= begins) return;
      this.held[slice] = (this.held[slice] ?? 0) + Math.min(end, begins + this.length) - Math.max(start, begins);
    }
  }

  /** Something happened at an instant. */
  count(at: number): void {
    const slice = Math.floor((at - this.from) / this.length);
    if (slice >= 0 && slice < SLICES) this.held[slice] = (this.held[slice] ?? 0) + 1;
  }

  mean(slice: number): number {
    return (this.held[slice] ?? 0) / this.length;
  }
}
