import type { LatencyMetric, ModelDeployment } from "../domain/index.ts";
import type { SimulatedHorizon } from "../plan/simulate-design.ts";
import { quantileIn, simulatedFigure } from "./figures.ts";
import { meanOfHistogram, quantileOf } from "./histogram.ts";
import type { LatencyObservation, MeasuredWindow, Statistic, TargetObservation } from "./observation.ts";
import { askedPercentiles, METRICS, type PastForecast } from "./past-forecast.ts";

/** The measured traffic simulated thrice: each time with more of what is known to have been different. */
export interface Replays {
  readonly withTraffic: SimulatedHorizon | null;
  readonly withEngine: SimulatedHorizon | null;
  readonly withReplicas: SimulatedHorizon | null;
}

interface Compared {
  readonly deployment: ModelDeployment;
  readonly past: PastForecast;
  readonly window: MeasuredWindow;
  readonly replays: Replays;
}

/** Every figure of every latency that somebody measured. */
export function observedLatency(compared: Compared): readonly LatencyObservation[] {
  const { deployment, window } = compared;
  return METRICS.filter((metric) => window.latency[metric] !== null).flatMap((metric) => {
    const percentiles = askedPercentiles(deployment, metric).map((percentile): Statistic => `p${percentile}`);
    return (["mean", ...percentiles] as const).map((statistic) => observedFigure(compared, metric, statistic));
  });
}

function observedFigure(
  { past, window, replays }: Compared,
  metric: LatencyMetric,
  statistic: Statistic,
): LatencyObservation {
  const { forecast, range } = past.figure(metric, statistic);
  const again = (horizon: SimulatedHorizon | null) =>
    horizon === null ? null : milliseconds(simulatedFigure(horizon, { metric, statistic }, window.tpotPer));
  const { measured, bucket } = measuredFigure(window, metric, statistic);
  return {
    ...{ metric, statistic, forecast, range },
    withTraffic: again(replays.withTraffic),
    withEngine: again(replays.withEngine),
    withReplicas: again(replays.withReplicas),
    ...{ measured, bucket, standing: standingOf(range, { measured, bucket }) },
  };
}

type Measured = Pick<LatencyObservation, "measured" | "bucket">;

function measuredFigure({ latency, tpotPer }: MeasuredWindow, metric: LatencyMetric, statistic: Statistic): Measured {
  const histogram = latency[metric];
  const nothing = { measured: null, bucket: null };
  if (histogram === null) return nothing;
  const q = quantileIn(statistic);
  if (q === null) return { measured: milliseconds(meanOfHistogram(histogram)), bucket: null };
  // Quantiles of tokens are not those of requests.
  if (metric === "tpot" && tpotPer === "token") return nothing;
  const found = quantileOf(histogram, q);
  if (found === null) return nothing;
  return { measured: milliseconds(found.value), bucket: [1000 * found.low, milliseconds(found.high)] };
}

/** Outside only where the whole bucket is: what lies in it nobody knows better. */
function standingOf(range: readonly [number, number] | null, { bucket }: Measured): LatencyObservation["standing"] {
  if (range === null || bucket === null) return "unknown";
  if (bucket[0] > range[1]) return "above";
  return bucket[1] !== null && bucket[1] < range[0] ? "below" : "inside";
}

/** The promises of the file, kept or broken. */
export function observedTargets({ slo }: ModelDeployment, window: MeasuredWindow): readonly TargetObservation[] {
  return slo.latency.map(({ metric, percentile, limit }) => {
    const target = 1000 * limit;
    const { measured, bucket } = measuredFigure(window, metric, `p${percentile}`);
    if (bucket === null) return { metric, percentile, target, measured, met: null };
    const isMet = bucket[1] !== null && bucket[1] <= target;
    return { metric, percentile, target, measured, met: isMet ? true : bucket[0] >= target ? false : null };
  });
}

const milliseconds = (seconds: number | null): number | null => (seconds === null ? null : 1000 * seconds);
