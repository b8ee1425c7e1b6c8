import type { TrafficHistory, Workload } from "../domain/index.ts";
import { HOUR } from "../units/index.ts";

/** The part of a history that was there at an instant (Unix seconds); null where that is less than an hour. Without dates, all of it:
 *  it is placed before that instant. */
export function knownBefore(history: TrafficHistory, instant: number): TrafficHistory | null {
  if (history.epoch === null) return history;
  const seconds = instant - history.epoch;
  if (seconds >= history.duration) return history;
  if (seconds < HOUR) return null;
  const { rates, workload, gaps } = history;
  return {
    ...history,
    duration: seconds,
    // Requests that only stand for lengths have no times.
    workload: rates === null ? arrivedBefore(workload, seconds) : workload,
    rates: rates && { ...rates, rates: rates.rates.slice(0, Math.floor(seconds / rates.windowSeconds)) },
    gaps: gaps.flatMap(([start, end]) => (start < seconds ? [[start, Math.min(end, seconds)] as const] : [])),
  };
}

function arrivedBefore(workload: Workload, seconds: number): Workload {
  const later = workload.arrivals.findIndex((arrival) => arrival >= seconds);
  const end = later < 0 ? workload.arrivals.length : later;
  return {
    arrivals: workload.arrivals.slice(0, end),
    inputTokens: workload.inputTokens.slice(0, end),
    outputTokens: workload.outputTokens.slice(0, end),
    prefixIds: workload.prefixIds?.slice(0, end) ?? null,
    prefixTokens: workload.prefixTokens?.slice(0, end) ?? null,
  };
}
