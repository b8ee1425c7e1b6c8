import type { DeploymentForecast } from "../../planner/index.ts";
import type { ForecastFigures } from "./input.ts";

const HOURS_PER_MONTH = 730;

/** What alerts and dashboards compare with what happens. What was not forecast is null, never zero. */
export function figuresOf({ cost, replicas, traffic }: DeploymentForecast): ForecastFigures {
  const { monthlyUsd } = cost;
  const hasReplicas = replicas !== null && replicas.mean > 0;
  const week = traffic?.week ?? [];
  return {
    hourlyUsdPerReplica:
      monthlyUsd === null || !hasReplicas ? null : rounded(monthlyUsd.p50 / (replicas.mean * HOURS_PER_MONTH)),
    replicas: replicas === null ? null : { ...replicas, mean: rounded(replicas.mean) },
    leastRequestsPerSecond: week.length === 0 ? null : rounded(Math.min(...week.map(({ p10 }) => p10))),
  };
}

const rounded = (value: number): number => Number(value.toPrecision(2));
