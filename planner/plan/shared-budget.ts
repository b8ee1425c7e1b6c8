import type { DeploymentForecast, Finding, Settings } from "../domain/index.ts";
import { withFindings } from "./policy-findings.ts";
import { dollars } from "./target-findings.ts";
import { withSeverities } from "./verdict.ts";

/** A forecast, held together with the others of its repository against the budget that Settings give them all. Deployments
 *  that are not among them, and those whose cost is unknown, cost something as well: what is over is over, what is within may
 *  still not be. */
export function withSharedBudget(
  forecast: DeploymentForecast,
  all: readonly DeploymentForecast[],
  settings: Settings,
): DeploymentForecast {
  const known = all.flatMap(({ cost }) => cost.monthlyUsd?.p50 ?? cost.atLeastUsd ?? []);
  const together = known.reduce((sum, cost) => sum + cost, 0);
  const budget = settings.budget?.monthlyUsd ?? null;
  if (budget === null || together <= budget) return forecast;
  const over = overBudget({ together, budget, counted: known.length, unknown: all.length - known.length });
  return withFindings(forecast, withSeverities([over], settings));
}

function overBudget(sum: { together: number; budget: number; counted: number; unknown: number }): Finding {
  const who = sum.counted === 1 ? "one deployment planned here costs" : `${sum.counted} deployments planned here cost`;
  const without = sum.unknown === 0 ? "" : `, without ${sum.unknown} of unknown cost`;
  const over = `over the budget of ${dollars(sum.budget)} that loadline.yaml gives all deployments`;
  return {
    id: "over-shared-budget",
    severity: "warning",
    path: ["spec", "platform", "instance"],
    message: `${who} ${dollars(sum.together)} a month${without}, ${over}`,
    action: "Lower replicas, take cheaper instances, or raise budget.monthlyUsd in loadline.yaml.",
  };
}
