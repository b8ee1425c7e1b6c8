import type { DeploymentForecast, Finding, Settings } from "../domain/index.ts";
import { dollars } from "./target-findings.ts";
import { verdictOf, withSeverities } from "./verdict.ts";

/** A forecast, held together with the others of its repository against the budget that Settings give them all. Deployments
 *  that are not among them cost something as well: what is over is over, what is within may still not be. An unknown cost
 *  counts as nothing. */
export function withSharedBudget(
  forecast: DeploymentForecast,
  all: readonly DeploymentForecast[],
  settings: Settings,
): DeploymentForecast {
  const together = all.reduce((sum, { cost }) => sum + (cost.monthlyUsd?.p50 ?? 0), 0);
  const budget = settings.budget?.monthlyUsd ?? null;
  if (budget === null || together <= budget) return forecast;
  const findings = [...forecast.findings, ...withSeverities([overBudget(together, budget, all.length)], settings)];
  // A refusal that nothing was resolved for stays what it is.
  return { ...forecast, findings, verdict: forecast.plan === null ? forecast.verdict : verdictOf(findings) };
}

function overBudget(together: number, budget: number, deployments: number): Finding {
  const who = deployments === 1 ? "this deployment costs" : `the ${deployments} deployments planned here cost`;
  return {
    id: "over-shared-budget",
    severity: "warning",
    path: ["spec", "platform", "instance"],
    message: `${who} ${dollars(together)} a month, over the budget of ${dollars(budget)} that loadline.yaml gives all deployments`,
    action: "Lower replicas, take cheaper instances, or raise budget.monthlyUsd in loadline.yaml.",
  };
}
