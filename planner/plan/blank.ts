import type { DeploymentForecast, Finding, ModelDeployment, Percentiles, Verdict } from "../domain/index.ts";
import { NO_COST } from "../domain/index.ts";

/** Percentiles of nothing. */
export const NO_PERCENTILES: Percentiles = { mean: null, p50: null, p90: null, p95: null, p99: null };

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
    coldStartShare: null,
    slo: [],
    cost: { ...NO_COST, budgetUsd: deployment.budget?.monthlyUsd ?? null },
    replicas: null,
    windows: [],
    worstHour: null,
    findings,
    assumptions: [],
    coverage: { status: "refused", why: findings[0]?.message ?? "nothing is known about it" },
  };
}
