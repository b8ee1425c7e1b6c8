import type { DeploymentForecast, Percentiles, WindowForecast } from "../domain/index.ts";
import type { SecondsSummary } from "../simulate/samples.ts";
import { type SimulatedHorizon, samplesOf } from "./simulate-design.ts";
import { weightedMean, weightedQuantile } from "./weighted-samples.ts";

/** Latency over all requests of the horizon, milliseconds. */
export function latencyOf(horizon: SimulatedHorizon): DeploymentForecast["latency"] {
  const of = (metric: "ttft" | "tpot" | "e2e"): Percentiles => {
    const samples = samplesOf(horizon, metric);
    const at = (q: number) => milliseconds(weightedQuantile(samples, q));
    return { mean: milliseconds(weightedMean(samples)), p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
  };
  return { ttftMs: of("ttft"), tpotMs: of("tpot"), e2eMs: of("e2e") };
}

/** Each simulated window for the report, in the order of `stratify`. */
export function windowsOf(horizon: SimulatedHorizon): readonly WindowForecast[] {
  return horizon.map(({ stratum, rate, result }) => ({
    label: stratum.hour.event === null ? stratum.label : `${stratum.label} (${stratum.hour.event})`,
    weight: stratum.weight,
    requestsPerSecond: rate,
    meanReplicas: result.replicas.mean,
    maxReplicas: result.replicas.max,
    ttftMs: inMilliseconds(result.ttft),
    tpotMs: inMilliseconds(result.tpot),
    e2eMs: inMilliseconds(result.e2e),
    kvMeanUse: result.kv.meanUse,
    maxWaiting: result.maxWaiting,
    hours: stratum.indices,
  }));
}

/** Replicas over the horizon. */
export function replicasOf(horizon: SimulatedHorizon, mean: number): { min: number; mean: number; max: number } {
  return {
    min: Math.min(...horizon.map((w) => w.result.replicas.min)),
    mean,
    max: Math.max(...horizon.map((w) => w.result.replicas.max)),
  };
}

const milliseconds = (value: number | null): number | null => (value === null ? null : value * 1000);

function inMilliseconds(summary: SecondsSummary): Percentiles {
  return {
    mean: milliseconds(summary.mean),
    p50: milliseconds(summary.p50),
    p90: milliseconds(summary.p90),
    p95: milliseconds(summary.p95),
    p99: milliseconds(summary.p99),
  };
}
