import type { DeploymentForecast, ExplainedFigure, Explanation } from "../../domain/index.ts";
import { resolve } from "../resolve.ts";
import { costExplained, perMillionTokensExplained } from "./cost.ts";
import { hostExplained, kvBlocksExplained, kvRoomExplained, kvTokensExplained, weightsExplained } from "./memory.ts";
import {
  capacityExplained,
  fleetExplained,
  latencyExplained,
  replicasExplained,
  sloExplained,
  startupExplained,
} from "./serving.ts";
import { monthExplained, peakExplained } from "./traffic.ts";

type Resolved = Extract<ReturnType<typeof resolve>, { kind: "resolved" }>;

/** Every figure of a plan that can be explained, in the order of a report. Figures that the plan does not have are left out. */
export function explainedFigures(forecast: DeploymentForecast): readonly ExplainedFigure[] {
  const resolved = resolve(forecast.deployment);
  if (resolved.kind !== "resolved" || forecast.plan === null) return [];
  return [
    ...trafficFigures(forecast),
    ...memoryFigures(forecast, resolved),
    ...servingFigures(forecast, resolved),
    ...targetFigures(forecast, resolved),
    ...costFigures(forecast),
  ];
}

const figure = (name: string, aliases: readonly string[], explanation: Explanation): ExplainedFigure => ({
  ...{ figure: name, aliases, explanation },
});

function trafficFigures(forecast: DeploymentForecast): readonly ExplainedFigure[] {
  const { traffic } = forecast;
  if (traffic === null) return [];
  return [
    figure("traffic.requestsPerMonth", ["traffic", "requests"], monthExplained(forecast, traffic)),
    figure("traffic.peakRequestsPerSecond", ["peak"], peakExplained(forecast, traffic)),
  ];
}

function memoryFigures({ plan }: DeploymentForecast, resolved: Resolved): readonly ExplainedFigure[] {
  if (plan === null) return [];
  return [
    figure("memory.kvTokens", ["kv", "kvCache", "memory"], kvTokensExplained(resolved)),
    figure("memory.kvBlocks", ["blocks"], kvBlocksExplained(resolved)),
    figure("memory.parts.kv", ["kvRoom"], kvRoomExplained(resolved)),
    figure("memory.parts.weights", ["weights"], weightsExplained(resolved)),
    figure("memory.host.request", ["host"], hostExplained(plan)),
    figure("plan.startup.p50", ["startup", "coldStart"], startupExplained(resolved, "p50")),
    figure("plan.startup.p99", [], startupExplained(resolved, "p99")),
  ];
}

const PERCENTILES = ["mean", "p50", "p90", "p95", "p99"] as const;
const SHORT = { ttftMs: "ttft", tpotMs: "tpot", e2eMs: "e2e" } as const;

function servingFigures(forecast: DeploymentForecast, resolved: Resolved): readonly ExplainedFigure[] {
  if (forecast.windows.length === 0) return [];
  const metrics = ["ttftMs", "tpotMs", "e2eMs"] as const;
  return [
    figure("capacity.requestsPerSecondPerReplica", ["capacity"], capacityExplained(forecast, resolved)),
    figure("capacity.fleetRequestsPerSecond", ["fleet"], fleetExplained(forecast, resolved)),
    ...metrics.flatMap((metric) =>
      PERCENTILES.map((at) =>
        figure(
          `latency.${metric}.${at}`,
          [`${SHORT[metric]}.${at}`, ...(at === "p95" ? [SHORT[metric]] : [])],
          latencyExplained(forecast, resolved, [metric, at]),
        ),
      ),
    ),
    figure("replicas.mean", ["replicas"], replicasExplained(forecast)),
  ];
}

function targetFigures(forecast: DeploymentForecast, resolved: Resolved): readonly ExplainedFigure[] {
  return forecast.slo.map((slo) => {
    const at = PERCENTILES.find((known) => known === slo.percentile);
    const from =
      slo.metric === "errorRate" || at === undefined
        ? []
        : [latencyExplained(forecast, resolved, [`${slo.metric}Ms`, at])];
    const name = slo.percentile === null ? slo.metric : `${slo.metric}.${slo.percentile}`;
    return figure(`slo.${name}.probability`, [`slo.${name}`], sloExplained(forecast, slo, from));
  });
}

function costFigures(forecast: DeploymentForecast): readonly ExplainedFigure[] {
  return [
    figure("cost.monthlyUsd", ["cost", "bill"], costExplained(forecast)),
    figure("cost.perMillionTokensUsd", ["perMillionTokens"], perMillionTokensExplained(forecast)),
  ];
}
