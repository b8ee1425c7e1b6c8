import type { RenderInput } from "../input.ts";
import type { Alert } from "./alert.ts";
import { decimal, quote } from "./metrics.ts";

export const COST_PER_HOUR = "loadline:cost_usd:per_hour";
const HOURS_PER_MONTH = 730;

/** US dollars an hour, from the replicas that are there and what the forecast pays for one. */
export function costRecordings(input: RenderInput): readonly { readonly name: string; readonly expr: string }[] {
  const price = input.figures?.hourlyUsdPerReplica ?? null;
  if (price === null) return [];
  const { namespace, name } = input.deployment;
  const own = `{namespace=${quote(namespace)},deployment=${quote(name)}}`;
  const replicas = `max by (namespace, deployment) (kube_deployment_status_replicas${own})`;
  return [{ name: COST_PER_HOUR, expr: `${replicas} * ${decimal(price)}` }];
}

export function costAlerts(input: RenderInput): readonly Alert[] {
  const { budget, namespace, name } = input.deployment;
  if (budget === null || costRecordings(input).length === 0) return [];
  const monthly = (window: string) =>
    `max(avg_over_time(${COST_PER_HOUR}{namespace=${quote(namespace)},deployment=${quote(name)}}[${window}])) * ${HOURS_PER_MONTH}`;
  const limit = budget.monthlyUsd as number;
  const description = `At this pace a month costs {{ $value | humanize }} US dollars; the budget is ${decimal(limit)}. See which event keeps the replicas up, or plan anew.`;
  return [
    {
      name: "LoadlineBudgetBurnsFast",
      expr: `${monthly("6h")} > ${decimal(2 * limit)} and ${monthly("1h")} > ${decimal(2 * limit)}`,
      duration: "15m",
      severity: "page",
      summary: `${name}: costs more than twice its budget`,
      description,
    },
    {
      name: "LoadlineBudgetBurn",
      expr: `${monthly("1d")} > ${decimal(limit)} and ${monthly("1h")} > ${decimal(limit)}`,
      duration: "1h",
      severity: "ticket",
      summary: `${name}: costs more than its budget`,
      description,
    },
  ];
}
