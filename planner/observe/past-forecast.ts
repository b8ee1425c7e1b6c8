import type { DeploymentForecast, LatencyMetric, LatencyTarget, Percentiles, Range } from "../domain/index.ts";
import { Z90 } from "../domain/index.ts";
import { forecastResolved } from "../plan/forecast-deployment.ts";
import { type Ahead, trafficAhead } from "../plan/outlook.ts";
import type { PlanRequest } from "../plan/request.ts";
import type { Resolved } from "../plan/resolve.ts";
import { levelAt } from "../traffic/horizon.ts";
import { HOUR, HOURS_PER_MONTH, seconds } from "../units/index.ts";
import type { Statistic } from "./observation.ts";
import type { MeasuredHour } from "./replay.ts";

export const METRICS: readonly LatencyMetric[] = ["ttft", "tpot", "e2e"];
const PERCENTILES = [50, 95, 99];

/** Milliseconds. */
export interface ForecastFigure {
  readonly forecast: number | null;
  readonly range: readonly [number, number] | null;
}

/** Requests per second, with P10 and P90. */
export interface ForecastRate {
  readonly rate: number;
  readonly range: readonly [number, number];
}

/** What was said, or would have been said, before the window. Null: nothing was. */
export interface PastForecast {
  readonly figure: (metric: LatencyMetric, statistic: Statistic) => ForecastFigure;
  /** Of the hours that were measured. */
  readonly rate: (measured: readonly MeasuredHour[]) => ForecastRate | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly replicas: number | null;
  readonly monthlyUsd: Range | null;
}

/** A forecast that somebody kept: what the JSON of a plan says of one deployment. */
export interface SavedForecast {
  readonly traffic: {
    readonly requestsPerMonth: Range;
    readonly meanInputTokens: number;
    readonly meanOutputTokens: number;
  } | null;
  readonly latency: { readonly [metric in `${LatencyMetric}Ms`]: Percentiles };
  readonly slo: readonly {
    readonly metric: string;
    readonly percentile: string | null;
    readonly forecast: number | null;
    readonly range: readonly [number, number] | null;
  }[];
  readonly replicas: number | null;
  readonly monthlyUsd: Range | null;
}

/** The figures that are compared: three percentiles of each latency, and those that are promised. */
export function askedPercentiles({ slo }: PlanRequest["deployment"], metric: LatencyMetric): readonly number[] {
  const promised = slo.latency.filter((target) => target.metric === metric).map(({ percentile }) => percentile);
  return [...new Set([...PERCENTILES, ...promised])].sort((a, b) => a - b);
}

/** The whole forecast, asked for every figure that is compared, so that each comes with its range. */
export function forecastAgain(resolved: Resolved, request: PlanRequest): PastForecast {
  const { deployment } = request;
  const latency: readonly LatencyTarget[] = METRICS.flatMap((metric) =>
    // Any limit will do: it is the forecast and its range that are asked for.
    askedPercentiles(deployment, metric).map((percentile) => ({ metric, percentile, limit: seconds(1) })),
  );
  const asked = { ...deployment, slo: { ...deployment.slo, latency, errorRate: null } };
  const ahead = request.history === null ? null : trafficAhead(request, request.history);
  const forecast = forecastResolved(resolved, { ...request, deployment: asked }, { ahead });
  return {
    figure: (metric, statistic) => figureIn(forecast, metric, statistic),
    rate: (measured) => (ahead === null ? null : rateAhead(ahead, measured)),
    inputTokens: ahead?.means.input ?? null,
    outputTokens: ahead?.means.output ?? null,
    replicas: forecast.replicas?.mean ?? null,
    monthlyUsd: forecast.cost.monthlyUsd,
  };
}

/** A kept forecast knows the level of its whole horizon, no hours. */
export function forecastKept(saved: SavedForecast): PastForecast {
  const { traffic, replicas, monthlyUsd } = saved;
  const perSecond = (requests: number) => requests / (HOURS_PER_MONTH * HOUR);
  const { p10, p50, p90 } = traffic?.requestsPerMonth ?? { p10: 0, p50: 0, p90: 0 };
  return {
    figure: (metric, statistic) => figureIn(saved, metric, statistic),
    rate: () => (traffic === null ? null : { rate: perSecond(p50), range: [perSecond(p10), perSecond(p90)] }),
    inputTokens: traffic?.meanInputTokens ?? null,
    outputTokens: traffic?.meanOutputTokens ?? null,
    ...{ replicas, monthlyUsd },
  };
}

function figureIn(
  { latency, slo }: Pick<DeploymentForecast, "latency"> & Pick<SavedForecast, "slo">,
  metric: LatencyMetric,
  statistic: Statistic,
): ForecastFigure {
  const found = slo.find((one) => one.metric === metric && one.percentile === statistic);
  if (found !== undefined) return found;
  return { forecast: new Map(Object.entries(latency[`${metric}Ms`])).get(statistic) ?? null, range: null };
}

/** What was expected of the hours that were measured. */
function rateAhead({ hours, expectation }: Ahead, measured: readonly MeasuredHour[]): ForecastRate | null {
  const byStart = new Map(hours.map(({ start, rate }) => [Math.round(start / HOUR), rate]));
  const rates = measured.flatMap(({ start }) => byStart.get(Math.round(start / HOUR)) ?? []);
  if (rates.length === 0) return null;
  const rate = rates.reduce((sum, one) => sum + one, 0) / rates.length;
  const at = (z: number) => rate * levelAt(expectation.spread, z);
  return { rate, range: [at(-Z90), at(Z90)] };
}
