import type { DeploymentForecast, Percentiles, WindowForecast } from "../../planner/index.ts";
import { count, duration, rate, share } from "./quantities.ts";

export const LATENCY_HEAD = ["", "mean", "p50", "p90", "p95", "p99"] as const;

/** Latency over all requests of the horizon; a quantity that no request had is left out. */
export function latencyRows({ latency }: DeploymentForecast): readonly (readonly string[])[] {
  const rows: readonly (readonly [string, Percentiles])[] = [
    ["Time to first token", latency.ttftMs],
    ["Time per output token", latency.tpotMs],
    ["End to end", latency.e2eMs],
  ];
  return rows
    .filter(([, { mean }]) => mean !== null)
    .map(([label, { mean, p50, p90, p95, p99 }]) => [label, ...[mean, p50, p90, p95, p99].map((ms) => duration(ms))]);
}

export const WINDOW_HEAD = [
  "Through the horizon",
  "of the time",
  "requests",
  "replicas",
  "p95 TTFT",
  "KV in use",
  "most waiting",
] as const;

/** Each simulated window. The first cell may hold the name of an event: escape it. */
export function windowRows(windows: readonly WindowForecast[]): readonly (readonly string[])[] {
  return windows.map((window) => [
    window.label,
    share(window.weight),
    rate(window.requestsPerSecond),
    replicas(window),
    duration(window.ttftMs.p95),
    share(window.kvMeanUse),
    count(window.maxWaiting),
  ]);
}

function replicas({ meanReplicas, maxReplicas }: WindowForecast): string {
  const mean = meanReplicas.toFixed(1);
  return mean === maxReplicas.toFixed(1) ? String(maxReplicas) : `${mean} (${maxReplicas})`;
}
