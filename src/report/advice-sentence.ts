import type { Advice, DeploymentForecast, ModelDeployment, ProposedPlan, Verdict } from "../../planner/index.ts";
import { money } from "./money.ts";
import { machineOf } from "./plan-names.ts";
import { proposedSpec } from "./proposed-spec.ts";
import { unknownReasons } from "./unknown-reasons.ts";

/** How sure a proposal is as a verdict: what holds passes or warns; what nobody can meet blocks; what has no price is unknown. */
export function adviceVerdict({ recommendation, nearestMiss, unknown }: Advice): Verdict {
  if (recommendation !== null) return recommendation.forecast.verdict;
  return nearestMiss === null && unknown.length > 0 ? "unknown" : "block";
}

/** What a saving is measured against: the file as it stands, which in a pull request is not what runs today. */
export type Measure = "now" | "this change as it is";

/** The sentence on top; the name goes before it. */
export function adviceSentence(advice: Advice, measure: Measure = "now"): string {
  const { current, deployment, recommendation } = advice;
  if (recommendation === null) return without(advice);
  const { cost } = recommendation.forecast;
  const bill = `${money(cost.monthlyUsd?.p50 ?? null)} a month`;
  const plan = placed(recommendation);
  if (isAsItStands(deployment, recommendation)) return `holds cheapest as it stands: ${plan}, ${bill}${over(cost)}`;
  return `holds cheapest on ${plan}: ${bill}${against(recommendation, current, measure)}${over(cost)}`;
}

/** What a proposal does to answers themselves, which no forecast measures; empty where it leaves them alone. */
export function qualityNote(base: ModelDeployment, { deployment }: Pick<ProposedPlan, "deployment">): string {
  const changes = (["weights", "kvCache"] as const).flatMap((key) => {
    const [was, is] = [base.model[key], deployment.model[key]];
    const name = key === "weights" ? "weights" : "KV cache";
    return was === is ? [] : [`the ${name} from ${was} to ${is}`];
  });
  if (changes.length === 0) return "";
  return `It changes ${changes.join(" and ")}, and with that how good answers are: try your own prompts before you take it.`;
}

/** Nothing in the file would change. */
export const isAsItStands = (base: ModelDeployment, { deployment }: Pick<ProposedPlan, "deployment">): boolean =>
  Object.keys(proposedSpec(base, deployment)).length === 0;

/** Dollars a month less than now; below zero where it is more, null where either is not known. */
export function savedUsd({ forecast }: ProposedPlan, current: DeploymentForecast): number | null {
  const cost = forecast.cost.monthlyUsd?.p50 ?? null;
  const now = current.cost.monthlyUsd?.p50 ?? null;
  return cost === null || now === null ? null : now - cost;
}

/** Below this two bills are the same. */
export const CENT = 0.005;

function against(plan: ProposedPlan, current: DeploymentForecast, measure: Measure): string {
  const saved = savedUsd(plan, current);
  const instead = current.verdict === "block" ? ", which does not hold" : "";
  if (saved === null) return "";
  if (Math.abs(saved) < CENT) return `, as much as ${measure}${instead}`;
  return `, ${money(Math.abs(saved))} ${saved > 0 ? "less" : "more"} than ${measure}${instead}`;
}

function over({ monthlyUsd, budgetUsd }: DeploymentForecast["cost"]): string {
  const isOver = monthlyUsd !== null && budgetUsd !== null && monthlyUsd.p50 > budgetUsd;
  return isOver ? `, over the budget of ${money(budgetUsd)}` : "";
}

/** "2 x g5.2xlarge in us-east-1 (spot)". */
function placed({ text, deployment }: Pick<ProposedPlan, "text" | "deployment">): string {
  const { region, capacity } = deployment.platform;
  return `${machineOf(text)} in ${region}${capacity === "on-demand" ? "" : ` (${capacity})`}`;
}

function without({ deployment, nearestMiss, unknown }: Advice): string {
  const { name, region } = deployment.platform;
  const [why = "nothing that it rents is known"] = unknownReasons(unknown);
  if (unknown.some(({ kind }) => kind === "model" || kind === "target")) return `has no answer: ${why}`;
  if (nearestMiss === null) return `has no answer on ${name} in ${region}: ${why}`;
  return `has no plan that holds on ${name} in ${region}; nearest: ${machineOf(nearestMiss.text)}, which misses ${nearestMiss.failsOn}`;
}
