import type { Advice, Finding, ModelDeployment } from "../../domain/index.ts";
import { blankForecast } from "../blank.ts";

/** Nothing can be tried of a model that nobody knows. */
export function noAdvice(deployment: ModelDeployment, finding: Finding) {
  const advice: Advice = {
    ...{ name: deployment.name, deployment, current: blankForecast(deployment, "unknown", [finding]) },
    ...{ recommendation: null, nearestMiss: null, nextCheaper: null, runnersUp: [], frontier: [], endedAfter: null },
    candidates: {
      considered: 0,
      discarded: { memory: 0, throughput: 0, price: 0, unknown: 0, untried: 0 },
      simulated: 0,
    },
    unknown: [{ kind: "model", message: finding.message }],
  };
  return { kind: "advice", advice, options: [] } as const;
}
