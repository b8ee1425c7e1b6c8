import type { TogetherAdvice } from "../../planner/index.ts";
import { money } from "./money.ts";
import { counted } from "./wording.ts";

/** Several deployments in a sentence. */
export function togetherSentence({ feasible, plans, monthlyUsd, budgetUsd, failsOn }: TogetherAdvice): string {
  const budget = budgetUsd === null ? "" : ` of a budget of ${money(budgetUsd)}`;
  if (feasible) return `✓ ${counted(plans.length, "deployment")} together: ${money(monthlyUsd)} a month${budget}`;
  const cost = monthlyUsd === null ? "" : `: ${money(monthlyUsd)} a month${budget}`;
  return `✗ together they fail on ${failsOn ?? "their targets"}${cost}`;
}

export const NODE_HEAD = ["Nodes together", "count", "a month"];

export const nodeRows = ({ nodes }: TogetherAdvice): readonly (readonly string[])[] =>
  nodes.map(({ instance, count, monthlyUsd }) => [instance, String(count), money(monthlyUsd)]);
