import type {
  DeploymentForecast,
  Finding,
  ResolvedPlan,
  SloForecast,
  TrafficForecast,
  WindowForecast,
} from "../../planner/index.ts";
import { costJson } from "./cost-json.ts";
import { memoryJson } from "./fit-json.ts";
import { type Locator, located } from "./locate.ts";
import { rounded, roundedMs, roundedPercentiles, roundedRange, roundedRate, roundedShare, whole } from "./rounding.ts";

/** `plan --json`: CONTRACT.md section 6. */
export function planJson(forecasts: readonly DeploymentForecast[], locate: Locator): object {
  return { schema: "loadline.plan/v1", deployments: forecasts.map((forecast) => deploymentJson(forecast, locate)) };
}

/** One deployment's answer, in a plan and on either side of a diff. */
export function deploymentJson(forecast: DeploymentForecast, locate: Locator): object {
  const place = locate(forecast.name, []);
  return {
    name: forecast.name,
    verdict: forecast.verdict,
    memory: forecast.plan === null ? null : memoryJson(forecast.plan.memory),
    capacity: capacityJson(forecast),
    latency: latencyJson(forecast),
    slo: forecast.slo.map(sloJson),
    cost: costJson(forecast.cost),
    replicas: replicasJson(forecast),
    findings: forecast.findings.map((finding) => findingJson(finding, forecast.name, locate)),
    recommendation: null,
    assumptions: forecast.assumptions.map(({ text, basis, source, date }) => ({ text, basis, source, date })),
    coverage: { status: forecast.coverage.status, why: forecast.coverage.why },
    ...(place === null ? {} : { file: place.file }),
    errorRate: rounded(forecast.errorRate, 6),
    traffic: forecast.traffic === null ? null : trafficJson(forecast.traffic),
    windows: forecast.windows.map(windowJson),
    plan: forecast.plan === null ? null : resolvedJson(forecast.plan),
  };
}

/** Percentiles over all requests of the horizon, milliseconds. */
export const latencyJson = ({ latency }: Pick<DeploymentForecast, "latency">): object => ({
  ttftMs: roundedPercentiles(latency.ttftMs),
  tpotMs: roundedPercentiles(latency.tpotMs),
  e2eMs: roundedPercentiles(latency.e2eMs),
});

/** A finding with its place instead of its key path. */
export function findingJson(finding: Finding, name: string, locate: Locator): object {
  const { id, severity, message, action } = finding;
  const place = located(locate, name, finding);
  return { id, severity, file: place?.file ?? "", line: place?.line ?? null, message, action };
}

function capacityJson({ capacity }: DeploymentForecast): object {
  return {
    requestsPerSecondPerReplica: roundedRate(capacity.requestsPerSecondPerReplica),
    fleetRequestsPerSecond: roundedRate(capacity.fleetRequestsPerSecond),
    kvTokens: rounded(capacity.kvTokens, 0),
    fullContexts: rounded(capacity.fullContexts, 2),
    meanKvUse: roundedShare(capacity.meanKvUse),
    peakUtilization: roundedShare(capacity.peakUtilization),
  };
}

/** One target against its forecast. */
export function sloJson({ metric, percentile, unit, target, forecast, range, probability, met }: SloForecast): object {
  const round = unit === "ms" ? roundedMs : roundedRate;
  const low = round(range?.[0] ?? null);
  const high = round(range?.[1] ?? null);
  return {
    metric,
    percentile,
    unit,
    target: round(target),
    forecast: round(forecast),
    range: low === null || high === null ? null : [low, high],
    probability: roundedShare(probability),
    met,
  };
}

function replicasJson({ replicas }: DeploymentForecast): object | null {
  if (replicas === null) return null;
  return { min: replicas.min, mean: rounded(replicas.mean, 3) ?? replicas.min, max: replicas.max };
}

function trafficJson(traffic: TrafficForecast): object {
  const { format, seconds, requests, end } = traffic.history;
  return {
    history: { format, seconds: rounded(seconds, 3), requests: whole(requests), end },
    horizonSeconds: traffic.horizonSeconds,
    requestsPerMonth: roundedRange(traffic.requestsPerMonth, 0),
    meanInputTokens: rounded(traffic.meanInputTokens, 2),
    meanOutputTokens: rounded(traffic.meanOutputTokens, 2),
    peakRequestsPerSecond: roundedRange(traffic.peakRequestsPerSecond, 6),
    week: traffic.week.map(({ start, ...rates }) => ({ start, ...roundedRange(rates, 6) })),
    assumedSeasonality: traffic.assumedSeasonality,
  };
}

function windowJson(window: WindowForecast): object {
  return {
    label: window.label,
    weight: rounded(window.weight, 6),
    requestsPerSecond: roundedRate(window.requestsPerSecond),
    meanReplicas: rounded(window.meanReplicas, 3),
    maxReplicas: window.maxReplicas,
    ttftMs: roundedPercentiles(window.ttftMs),
    kvMeanUse: roundedShare(window.kvMeanUse),
    maxWaiting: window.maxWaiting,
  };
}

function resolvedJson(plan: ResolvedPlan): object {
  const { startup, limits } = plan;
  return {
    modelId: plan.modelId,
    gpu: plan.gpu,
    gpusPerReplica: plan.gpusPerReplica,
    engine: { name: plan.engine.name, version: plan.engine.version },
    weights: plan.weights,
    maxContext: plan.maxContext,
    limits: {
      maxSequences: limits.maxSequences,
      maxBatchedTokens: limits.maxBatchedTokens,
      utilization: roundedShare(limits.utilization),
      blockSize: limits.blockSize,
      prefixCaching: limits.prefixCaching,
    },
    startup: {
      phases: startup.phases.map(({ name, p50, p99 }) => ({ name, p50: rounded(p50, 3), p99: rounded(p99, 3) })),
      p50: rounded(startup.p50, 3),
      p99: rounded(startup.p99, 3),
    },
    replicas: { min: plan.replicas.min, max: plan.replicas.max },
  };
}
