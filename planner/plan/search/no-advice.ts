import type { Advice, DeploymentForecast, Finding, ModelDeployment, Unknown } from "../../domain/index.ts";
import { blankForecast } from "../blank.ts";

/** Nothing can be tried of a model that nobody knows. */
export const noAdviceOnModel = (deployment: ModelDeployment, finding: Finding) =>
  noAdvice(blankForecast(deployment, "unknown", [finding]), { kind: "model", message: finding.message });

/** Nothing is tried, for a reason that holds for every plan. */
export function noAdvice(current: DeploymentForecast, reason: Unknown) {
  const { deployment } = current;
  const advice: Advice = {
    ...{ name: deployment.name, deployment, current },
    ...{ recommendation: null, nearestMiss: null, nextCheaper: null, runnersUp: [], frontier: [], endedAfter: null },
    candidates: {
      considered: 0,
      discarded: { memory: 0, throughput: 0, price: 0, unknown: 0, untried: 0 },
      simulated: 0,
    },
    unknown: [reason],
  };
  return { kind: "advice", advice, options: [] } as const;
}
