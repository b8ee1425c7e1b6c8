import type { LatencyTarget, Slo, SloForecast } from "../domain/index.ts";
import { errorShare, type SimulatedHorizon, samplesOf } from "./simulate-design.ts";
import {
  atEach,
  type DesignPoints,
  probabilityBelow,
  rangeOf,
  spreadOf,
  withOwnError,
  worstTogether,
} from "./uncertainty.ts";
import { weightedQuantile } from "./weighted-samples.ts";

/** Each target against the simulated horizon: most likely value, P10 to P90 over traffic and model error, and the
 *  probability that it is met. `firstTokenError`: one standard deviation of log(true / predicted) of times to first token. */
export function sloForecasts(
  slo: Slo,
  points: DesignPoints<SimulatedHorizon>,
  firstTokenError: number,
): readonly SloForecast[] {
  const latency = slo.latency.map((target) =>
    latencyForecast(target, slo.confidence, { points, ownError: target.metric === "ttft" ? firstTokenError : 0 }),
  );
  return slo.errorRate === null ? latency : [...latency, errorForecast(slo.errorRate, slo.confidence, points)];
}

function latencyForecast(
  target: LatencyTarget,
  confidence: number,
  { points, ownError }: { points: DesignPoints<SimulatedHorizon>; ownError: number },
): SloForecast {
  const simulated = pointValues(points, (horizon) =>
    weightedQuantile(samplesOf(horizon, target.metric), target.percentile / 100),
  );
  const values = simulated && withOwnError(simulated, ownError);
  const head = {
    metric: target.metric,
    percentile: `p${target.percentile}`,
    unit: "ms" as const,
    target: target.limit * 1000,
  };
  if (values === null) return { ...head, ...NO_VALUE, ...verdictWithout(points) };
  const spread = spreadOf(values);
  const [p10, p90] = rangeAround(values, spread);
  const probability = probabilityBelow(spread, target.limit);
  return {
    ...head,
    forecast: values.nominal * 1000,
    range: [p10 * 1000, p90 * 1000],
    probability,
    met: probability >= confidence,
  };
}

function errorForecast(limit: number, confidence: number, points: DesignPoints<SimulatedHorizon>): SloForecast {
  // Shares of failures are often exactly zero, where logarithms say nothing: a floor far below any target stands for it.
  const values = pointValues(points, (horizon) => Math.max(errorShare(horizon), 1e-9));
  const head = { metric: "errorRate" as const, percentile: null, unit: "fraction" as const, target: limit };
  if (values === null) return { ...head, ...NO_VALUE, ...verdictWithout(points) };
  const spread = spreadOf(values);
  const [p10, p90] = rangeAround(values, spread);
  const zero = (value: number) => (value <= 1e-8 ? 0 : value);
  const probability = probabilityBelow(spread, limit);
  return {
    ...head,
    forecast: zero(values.nominal),
    range: [zero(p10), Math.min(1, zero(p90))],
    probability,
    met: probability >= confidence,
  };
}

const NO_VALUE = { forecast: null, range: null } as const;

/** A target is missed where every request fails; where no request has the quantity there is nothing to miss. */
function verdictWithout(points: DesignPoints<SimulatedHorizon>) {
  const allFail = Object.values(atEach(points, errorShare)).includes(1);
  return allFail ? { probability: 0, met: false } : { probability: null, met: null };
}

/** P10 to P90, with the forecast inside: a fleet that scales can be slower with less traffic and slower with more. */
function rangeAround(points: DesignPoints<number>, spread: Float64Array): readonly [number, number] {
  const { p10, p90 } = rangeOf(spread);
  return [Math.min(p10, points.nominal), Math.max(Math.min(p90, worstTogether(points)), points.nominal)];
}

/** The quantity at all five points; null as soon as one of them has none. */
function pointValues(
  points: DesignPoints<SimulatedHorizon>,
  value: (horizon: SimulatedHorizon) => number | null,
): DesignPoints<number> | null {
  const { nominal, lowTraffic, highTraffic, fast, slow } = atEach(points, value);
  if (nominal == null || lowTraffic == null || highTraffic == null || fast == null || slow == null) return null;
  return { nominal, lowTraffic, highTraffic, fast, slow };
}
