import type { DeploymentForecast, SloForecast } from "../../planner/index.ts";

/** The forecast as short texts, for the annotations of the Application. Rounded, so that noise makes no commit. */
export function summariseForecast(forecast: DeploymentForecast): Readonly<Record<string, string>> {
  const cost = costOf(forecast);
  const targets = forecast.slo.map(targetOf);
  const [first] = targets;
  const texts: Record<string, string> = {
    verdict: forecast.verdict,
    summary: [`${forecast.verdict}: ${cost} a month`, ...(first === undefined ? [] : [first])].join(", "),
    "monthly-usd": cost,
    coverage: forecast.coverage.status,
  };
  if (targets.length > 0) texts["slo"] = targets.join("; ");
  if (forecast.replicas !== null) texts["replicas"] = `${forecast.replicas.min} to ${forecast.replicas.max}`;
  if (forecast.plan?.gpu != null) texts["gpu"] = `${forecast.plan.gpusPerReplica} x ${forecast.plan.gpu}`;
  if (forecast.cost.priceSource !== null) texts["prices"] = forecast.cost.priceSource.date;
  return texts;
}

function costOf({ cost: { monthlyUsd } }: DeploymentForecast): string {
  if (monthlyUsd === null) return "unknown cost";
  return `$${Math.round(monthlyUsd.p50)} ($${Math.round(monthlyUsd.p10)} to $${Math.round(monthlyUsd.p90)})`;
}

function targetOf({ metric, percentile, unit, target, forecast }: SloForecast): string {
  const name = percentile === null ? metric : `${metric} ${percentile}`;
  if (forecast === null) return `${name} unknown`;
  if (unit === "fraction") return `${name} ${share(forecast)} of ${share(target)}`;
  return `${name} ${forecast.toPrecision(2)} ms of ${target} ms`.replace(/(\d\.\d)e\+(\d+)/, plain);
}

const share = (value: number): string => `${Math.round(value * 10_000) / 100} %`;

/** `toPrecision` turns 410 into 4.1e+2. */
function plain(_match: string, digits: string, exponent: string): string {
  return String(Math.round(Number(digits) * 10 ** Number(exponent)));
}
