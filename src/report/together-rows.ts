import type { Advice, ProposedPlan, TogetherAdvice, Verdict } from "../../planner/index.ts";
import type { Rows } from "./advice-rows.ts";
import { CENT } from "./advice-sentence.ts";
import { money, moneyRange } from "./money.ts";
import { counted, worstVerdict } from "./wording.ts";

/** Several deployments in a sentence. */
export function togetherSentence(
  { feasible, plans, monthlyUsd, rangeUsd, budgetUsd, failsOn }: TogetherAdvice,
  nowUsd: number | null,
): string {
  const budget = budgetUsd === null ? "" : ` of a budget of ${money(budgetUsd)}`;
  if (feasible)
    return `${counted(plans.length, "deployment")} hold together for ${money(monthlyUsd)} a month${between(rangeUsd)}${against(monthlyUsd, nowUsd)}${budget}`;
  const cost = monthlyUsd === null ? "" : ` (${money(monthlyUsd)} a month${budget})`;
  return `together they fail on ${failsOn ?? "their targets"}${cost}`;
}

/** What all of them cost as they stand, US dollars a month; null where one of them is not known. Each pays its own nodes: a file does
 *  not say with whom it shares them. */
export function costNow(advices: readonly Advice[]): number | null {
  const costs = advices.map(({ current }) => current.cost.monthlyUsd?.p50 ?? null);
  return costs.every((usd) => usd !== null) ? costs.reduce((sum, usd) => sum + usd, 0) : null;
}

/** Nothing where both ends read the same. */
function between(range: TogetherAdvice["rangeUsd"]): string {
  return range === null || range.p90 - range.p10 < CENT ? "" : ` (P10 to P90 ${moneyRange(range.p10, range.p90)})`;
}

function against(usd: number | null, now: number | null): string {
  if (usd === null || now === null) return "";
  return `, ${money(now)} now${Math.abs(now - usd) < CENT ? "" : ` (${money(Math.abs(now - usd))} ${usd < now ? "less" : "more"})`}`;
}

/** As sure as the least sure of its plans. */
export const togetherVerdict = ({ feasible, plans }: TogetherAdvice): Verdict =>
  feasible ? worstVerdict(plans.map(({ forecast }) => forecast.verdict)) : "block";

/** Nodes that the plans share. */
export const nodeRows = ({ nodes }: TogetherAdvice): Rows => ({
  head: ["Nodes together", "count", "a month"],
  rows: nodes.map(({ instance, count, monthlyUsd }) => [instance, String(count), money(monthlyUsd)]),
  right: [1, 2],
});

/** What each deployment takes when all of them are looked at together; null without a combination that fits. */
export const takenBy = (shared: TogetherAdvice | null, index: number): ProposedPlan | null =>
  shared?.plans[index] ?? null;

/** A line for each deployment: its plan among the others, and its own cheapest where that is another one. */
export function takenRows(advices: readonly Advice[], shared: TogetherAdvice): Rows {
  const rows = advices.map(({ name, current, recommendation }, index) => {
    const plan = takenBy(shared, index)?.text ?? recommendation?.text ?? "none holds";
    const alone = recommendation === null || recommendation.text === plan ? "" : recommendation.text;
    return [name, money(current.cost.monthlyUsd?.p50 ?? null), plan, alone];
  });
  return { head: ["Deployment", "now", "plan", "alone"], rows, right: [1] };
}
