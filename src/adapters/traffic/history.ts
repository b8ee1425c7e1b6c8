import type { Workload } from "../../../planner/index.ts";
import type { TrafficFileHistory } from "../../ports/traffic-files.ts";
import type { Collected } from "./collect.ts";

/** Duration of a log whose requests all arrive at one instant: it has no rate, so one second stands in. */
const INSTANT = 1;
const HALF_HOUR = 1800;
/** A silence is a gap from ten minutes on, and only if twenty times the usual time between arrivals. */
const GAP_SECONDS = 600;
const GAP_FACTOR = 20;

type Assembled = Pick<
  TrafficFileHistory,
  "workload" | "rates" | "epoch" | "clockStart" | "duration" | "reordered" | "gaps"
>;

/** Turns rows in file order into a history: sorted by arrival (ties stay in file order), time 0 at the first arrival. */
export function assemble(collected: Collected): Assembled {
  const { workload: onClock, reordered } = byArrival(collected);
  const first = onClock.arrivals[0] ?? 0;
  const arrivals = onClock.arrivals.map((arrival) => arrival - first);
  const workload = { ...onClock, arrivals };
  const duration = durationOf(arrivals);
  return {
    workload,
    rates: null,
    epoch: collected.dated ? collected.base + first : null,
    clockStart: collected.dated ? 0 : first,
    duration,
    reordered,
    gaps: findGaps(arrivals, duration),
  };
}

/** Rows in order of arrival, ties in file order, on the file's own clock, with each one's row in the file. */
export function byArrival(collected: Collected): ReturnType<typeof sortedOrder> & { readonly workload: Workload } {
  const { order, reordered } = sortedOrder(collected.arrivals);
  const workload: Workload = {
    arrivals: pick(collected.arrivals, order),
    inputTokens: pick(collected.inputTokens, order),
    outputTokens: pick(collected.outputTokens, order),
    prefixIds: collected.prefixIds === null ? null : pick(collected.prefixIds, order),
    prefixTokens: collected.prefixTokens === null ? null : pick(collected.prefixTokens, order),
  };
  return { workload, order, reordered };
}

/** Null order = the file was sorted already. Reordered rows are those that arrive before one further up in the file. */
function sortedOrder(arrivals: Float64Array): { order: Uint32Array | null; reordered: number } {
  let latest = Number.NEGATIVE_INFINITY;
  let reordered = 0;
  for (const arrival of arrivals) {
    if (arrival < latest) reordered++;
    else latest = arrival;
  }
  if (reordered === 0) return { order: null, reordered };
  const order = Uint32Array.from(arrivals, (_, i) => i);
  order.sort((a, b) => (arrivals[a] ?? 0) - (arrivals[b] ?? 0) || a - b);
  return { order, reordered };
}

function pick<T extends Float64Array | Int32Array>(values: T, order: Uint32Array | null): T {
  if (order === null) return values;
  const picked = values.slice() as T;
  for (let i = 0; i < order.length; i++) picked[i] = values[order[i] ?? 0] ?? 0;
  return picked;
}

/** First to last arrival and one mean time between arrivals more: n requests then have the rate n / duration, unbiased. */
function durationOf(arrivals: Float64Array): number {
  const span = arrivals[arrivals.length - 1] ?? 0;
  return span === 0 ? INSTANT : span + span / (arrivals.length - 1);
}

/** Silences longer than ten minutes and than twenty mean times between arrivals: of the log, and of either side. */
function findGaps(arrivals: Float64Array, duration: number): (readonly [number, number])[] {
  const overall = duration / arrivals.length;
  const gaps: (readonly [number, number])[] = [];
  for (let i = 1; i < arrivals.length; i++) {
    const from = arrivals[i - 1] ?? 0;
    const to = arrivals[i] ?? 0;
    if (to - from <= GAP_SECONDS) continue;
    const usual = Math.max(overall, meanBefore(arrivals, i - 1), meanAfter(arrivals, i));
    if (to - from > GAP_FACTOR * usual) gaps.push([from, to]);
  }
  return gaps;
}

/** Mean time between arrivals in the half hour that ends with arrival `last`. */
function meanBefore(arrivals: Float64Array, last: number): number {
  const end = arrivals[last] ?? 0;
  let first = last;
  while (first > 0 && (arrivals[first - 1] ?? 0) >= end - HALF_HOUR) first--;
  return Math.min(HALF_HOUR, end) / (last - first + 1);
}

/** Mean time between arrivals in the half hour that begins with arrival `first`. */
function meanAfter(arrivals: Float64Array, first: number): number {
  const begin = arrivals[first] ?? 0;
  let last = first;
  while (last < arrivals.length - 1 && (arrivals[last + 1] ?? 0) <= begin + HALF_HOUR) last++;
  return Math.min(HALF_HOUR, (arrivals[arrivals.length - 1] ?? 0) - begin) / (last - first + 1);
}
