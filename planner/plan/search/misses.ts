import { type DeploymentForecast, type LatencyTarget, oddsOf, type Slo } from "../../domain/index.ts";
import { errorShare, type SimulatedHorizon, samplesOf } from "../simulate-design.ts";
import { weightedQuantile } from "../weighted-samples.ts";

/** What a plan misses by, as a multiple of its target (above 1 = missed), and which target that is, in words. */
export interface Misses {
  readonly ratio: number;
  readonly worst: string;
}

/** Without any target a plan holds if its replicas are less busy than this in the worst hour of a busy month. */
export const BUSIEST = 0.9;

/** The worst of value / target over one point of the design; without targets, how busy replicas are. */
export function missesOf(horizon: SimulatedHorizon, slo: Slo, capacity: number): Misses {
  const misses = slo.latency.map((target) => latencyMiss(horizon, target));
  if (slo.errorRate !== null) {
    misses.push({ ratio: errorShare(horizon) / Math.max(slo.errorRate, 1e-9), worst: "the error rate" });
  }
  return misses.length === 0 ? load(horizon, capacity) : worstOf(misses);
}

function latencyMiss(horizon: SimulatedHorizon, { metric, percentile, limit }: LatencyTarget): Misses {
  const value = weightedQuantile(samplesOf(horizon, metric), percentile / 100);
  return { ratio: value === null ? Infinity : value / limit, worst: `p${percentile} ${metric.toUpperCase()}` };
}

/** Without targets: how busy replicas are in the busiest window. */
function load(horizon: SimulatedHorizon, capacity: number): Misses {
  const busiest = horizon.map(({ rate, result }) => rate / Math.max(1e-9, capacity * result.replicas.mean));
  return { ratio: Math.max(0, ...busiest) / BUSIEST, worst: "the load of the busiest hour" };
}

/** The one that misses by most. */
export const worstOf = (misses: readonly Misses[]): Misses => misses.reduce((a, b) => (b.ratio > a.ratio ? b : a));

/** The least sure of all targets; 1 without any. */
export const leastProbability = ({ slo }: DeploymentForecast): number =>
  slo.reduce((least, target) => Math.min(least, oddsOf(target)), 1);

/** Which target that is, in words. */
export function tightest({ slo }: DeploymentForecast): string {
  const [least] = slo.toSorted((a, b) => oddsOf(a) - oddsOf(b));
  return least?.percentile == null ? "the error rate" : `${least.percentile} ${least.metric.toUpperCase()}`;
}

/** Why a plan is blocked, where it is not for a target. */
export const blockedBy = ({ findings }: DeploymentForecast): string =>
  findings.find(({ severity }) => severity === "blocking")?.message ?? "a policy";
