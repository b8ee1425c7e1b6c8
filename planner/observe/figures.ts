import type { LatencyMetric } from "../domain/index.ts";
import { type SimulatedHorizon, samplesOf } from "../plan/simulate-design.ts";
import { weightedMean, weightedQuantile } from "../plan/weighted-samples.ts";
import type { MeasuredWindow, Statistic } from "./observation.ts";

/** Which figure of a latency. */
export interface Figure {
  readonly metric: LatencyMetric;
  readonly statistic: Statistic;
}

/** 0..1; null for the mean. */
export const quantileIn = (statistic: Statistic): number | null =>
  statistic === "mean" ? null : Number(statistic.slice(1)) / 100;

/** Seconds, as the histogram that it is compared with counts: an engine that counts tokens has no percentiles of requests. */
export function simulatedFigure(
  horizon: SimulatedHorizon,
  { metric, statistic }: Figure,
  tpotPer: MeasuredWindow["tpotPer"],
): number | null {
  const q = quantileIn(statistic);
  if (metric === "tpot" && tpotPer === "token") return q === null ? meanPerToken(horizon) : null;
  const samples = samplesOf(horizon, metric);
  return q === null ? weightedMean(samples) : weightedQuantile(samples, q);
}

/** Every token counts once, whichever request it is of. */
function meanPerToken(horizon: SimulatedHorizon): number | null {
  let [seconds, tokens] = [0, 0];
  for (const { stratum, result } of horizon) {
    const share = stratum.weight * result.throughput.outputTokensPerSecond;
    if (result.itl.mean === null) continue;
    seconds += share * result.itl.mean;
    tokens += share;
  }
  return tokens === 0 ? null : seconds / tokens;
}
