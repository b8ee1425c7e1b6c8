import type { ScalingMetric } from "../domain/index.ts";

/** What an autoscaler sees: counts over the fleet, `kvUse` and `busy` summed over ready replicas (each 0..1). */
export interface Observation {
  ready: number;
  starting: number;
  /** How many of those that start are pending: they wait for a node, a GPU or their image. */
  pending: number;
  /** Requests held before the replicas because none is ready. No replica's metrics show them. */
  unrouted: number;
  /** Requests that came since it last looked. */
  arrived: number;
  waiting: number;
  running: number;
  kvUse: number;
  busy: number;
}

/** Decides how many replicas there should be. Called every `interval` seconds with what the metrics pipeline shows then. */
export interface Autoscaler {
  readonly interval: number;
  /** Wanted replicas given what is seen and how many are wanted now (ready or starting). */
  readonly decide: (seen: Observation, current: number, now: number) => number;
}

/** The total of a metric over ready replicas. GPU utilisation as tools report it: the share of time in which a kernel ran. */
export function totalOf(metric: ScalingMetric, seen: Observation): number {
  if (metric === "requests-waiting") return seen.waiting;
  if (metric === "requests-running") return seen.running;
  if (metric === "concurrency") return seen.waiting + seen.running;
  return metric === "kv-use" ? seen.kvUse : seen.busy;
}

/** The same as one figure for all, which knows of the requests that wait for a first replica where it counts requests that wait. */
export function externalTotal(metric: ScalingMetric, seen: Observation): number {
  const queues = metric === "requests-waiting" || metric === "concurrency";
  return totalOf(metric, seen) + (queues ? seen.unrouted : 0);
}
