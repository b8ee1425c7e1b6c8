import type { Workload } from "../../../planner/index.ts";
import type { TrafficFileHistory } from "../../ports/traffic-files.ts";
import type { Collected } from "./collect.ts";
import { type Stamps, spreadStamps, stampsOf } from "./stamps.ts";

/** Duration of a log whose requests all arrive at one instant: it has no rate, so one second stands in. */
const INSTANT = 1;
const HALF_HOUR = 1800;
/** A silence is a gap from ten minutes on, and only if twenty times the usual time between arrivals. */
const GAP_SECONDS = 600;
const GAP_FACTOR = 20;

type Assembled = Pick<
  TrafficFileHistory,
  | "workload"
  | "rates"
  | "lengths"
  | "stampSeconds"
  | "burstiness"
  | "epoch"
  | "clockStart"
  | "duration"
  | "reordered"
  | "gaps"
> & { readonly stamps: Stamps | null };

/** Turns rows in file order into a history: sorted by arrival (ties stay in file order), time 0 at the first arrival. */
export function assemble(collected: Collected, stampSeconds: number | null): Assembled {
  const { workload: asStamped, reordered } = byArrival(collected);
  const stamps = stampsOf(asStamped.arrivals, stampSeconds);
  const onClock =
    stamps === null ? asStamped : { ...asStamped, arrivals: spreadStamps(asStamped.arrivals, stamps.seconds) };
  const first = onClock.arrivals[0] ?? 0;
  const arrivals = onClock.arrivals.map((arrival) => arrival - first);
  const workload = { ...onClock, arrivals };
  const duration = durationOf(arrivals);
  return {
    workload,
    stamps,
    ...{ rates: null, lengths: null, stampSeconds: stamps?.seconds ?? null, burstiness: null },
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

/** Null order = the file was sorted already. Reordered rows are those that arrive before one further up in the file; logs are
 *  written as requests end, so they are few, and only they are sorted: then both are merged. */
function sortedOrder(arrivals: Float64Array): { order: Uint32Array | null; reordered: number } {
  const late = lateRows(arrivals);
  if (late.length === 0) return { order: null, reordered: 0 };
  late.sort((a, b) => (arrivals[a] ?? 0) - (arrivals[b] ?? 0) || a - b);
  const order = new Uint32Array(arrivals.length);
  let latest = Number.NEGATIVE_INFINITY;
  let merged = 0;
  let next = 0;
  for (let row = 0; row < arrivals.length; row++) {
    const arrival = arrivals[row] ?? 0;
    if (arrival < latest) continue;
    latest = arrival;
    for (; next < late.length; next++) {
      const other = late[next] ?? 0;
      const at = arrivals[other] ?? 0;
      if (at > arrival || (at === arrival && other > row)) break;
      order[merged++] = other;
    }
    order[merged++] = row;
  }
  order.set(late.subarray(next), merged);
  return { order, reordered: late.length };
}

/** Rows that arrive before one further up. */
function lateRows(arrivals: Float64Array): Uint32Array {
  const late: number[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < arrivals.length; row++) {
    const arrival = arrivals[row] ?? 0;
    if (arrival < latest) late.push(row);
    else latest = arrival;
  }
  return Uint32Array.from(late);
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
