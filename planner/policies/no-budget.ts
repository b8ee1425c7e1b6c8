import type { Finding } from "../domain/finding.ts";
import type { Change, DeploymentPolicy } from "../domain/policy.ts";
import { adding, careful } from "./_example.ts";

/** Somebody has said what the deployment may cost. */
export const noBudget = {
  id: "no-budget",
  about: "deployment",
  why: "GPU bills are found out at the end of the month. With a budget the pull request says it before.",
  severity: "notice",
  examples: { passes: adding(careful), fails: adding({ ...careful, budget: null }) },
  check,
} satisfies DeploymentPolicy;

function check({ head, settings, forecast }: Change): readonly Finding[] {
  if (head.budget !== null || (settings?.budget ?? null) !== null) return [];
  const cost = forecast?.cost.monthlyUsd?.p50 ?? null;
  const known = cost === null ? "" : `; the forecast is $${Math.round(cost).toLocaleString("en-US")} a month`;
  return [
    {
      id: "no-budget",
      severity: "notice",
      path: ["spec"],
      message: `nobody has said what ${head.name} may cost${known}`,
      action: "Write budget: { monthlyUsd: … } here, or for all deployments in loadline.yaml.",
    },
  ];
}
