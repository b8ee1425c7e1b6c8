import type {
  CostForecast,
  DeploymentForecast,
  Finding,
  ModelDeployment,
  Percentiles,
  Verdict,
} from "../domain/index.ts";

/** Percentiles of nothing. */
export const NO_PERCENTILES: Percentiles = { mean: null, p50: null, p90: null, p95: null, p99: null };

/** A bill of which nothing is known. */
export const NO_COST: CostForecast = {
  monthlyUsd: null,
  atLeastUsd: null,
  perMillionTokensUsd: null,
  perRequestUsd: null,
  budgetUsd: null,
  priceSource: null,
  priceAgeDays: null,
  parts: [],
  besides: [],
  withBesidesUsd: null,
  breakdown: null,
  engineering: null,
  budget: null,
  leavesOut: [],
};

/** A forecast in which nothing could be said but why. */
export function blankForecast(
  deployment: ModelDeployment,
  verdict: Verdict,
  findings: readonly Finding[],
): DeploymentForecast {
  return {
    name: deployment.name,
    deployment,
    verdict,
    plan: null,
    traffic: null,
    capacity: {
      requestsPerSecondPerReplica: null,
      fleetRequestsPerSecond: null,
      kvTokens: null,
      fullContexts: null,
      meanKvUse: null,
      peakUtilization: null,
    },
    latency: { ttftMs: NO_PERCENTILES, tpotMs: NO_PERCENTILES, e2eMs: NO_PERCENTILES },
    errorRate: null,
    slo: [],
    cost: { ...NO_COST, budgetUsd: deployment.budget?.monthlyUsd ?? null },
    replicas: null,
    windows: [],
    findings,
    assumptions: [],
    coverage: { status: "refused", why: findings[0]?.message ?? "nothing is known about it" },
  };
}
