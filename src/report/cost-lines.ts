import type { BudgetOutlook, CostForecast, CostPart } from "../../planner/index.ts";
import { day } from "./basis.ts";
import { money, moneyRange } from "./money.ts";
import { decimal, share } from "./quantities.ts";

export const COST_TITLE = "Where the money goes";
export const COST_HEAD = ["A month", "most likely", "P10 – P90", "price", "of", "source"] as const;
/** Columns of numbers. */
export const COST_RIGHT = [1, 2] as const;

/** Each line of the bill and their sum; none without a price. Texts may hold an instance from a file: escape them. */
export function costRows({ monthlyUsd, parts, besides, withBesidesUsd }: CostForecast): readonly (readonly string[])[] {
  if (monthlyUsd === null || withBesidesUsd === null) return [];
  const { p10, p50, p90 } = withBesidesUsd;
  const total = besides.length === 0 ? [] : [["together", money(p50), rangeText(p10, p90), "", "", ""]];
  return [...parts.map(row), ...besides.map((part) => row({ ...part, text: `+ ${part.text}` })), ...total];
}

function row({ text, monthlyUsd: { p10, p50, p90 }, unitUsd, per, source, date }: CostPart): readonly string[] {
  return [text, money(p50), rangeText(p10, p90), `${price(unitUsd)} per ${per}`, date, source];
}

/** `$1.212`, `$0.10`: cents at least, and what is behind them. */
function price(usd: number): string {
  const [whole = "", fraction = ""] = decimal(usd, 4).split(".");
  return `$${whole}.${fraction.padEnd(2, "0")}`;
}

/** Nothing where both ends read the same. */
function rangeText(low: number, high: number): string {
  const text = moneyRange(low, high);
  const [from, to] = text.split("–");
  return to === undefined || from === to ? "" : text;
}

/** What the bill is paid for, what a request costs, when the budget is passed, what people cost. */
export function costSentences({ cost }: { readonly cost: CostForecast }): readonly string[] {
  if (cost.monthlyUsd === null) return [];
  return [...paidFor(cost), ...perUnit(cost), ...budgetSentences(cost), ...people(cost)];
}

function paidFor({ breakdown }: CostForecast): readonly string[] {
  if (breakdown === null) return [];
  const { baselineUsd, usageUsd, headroomUsd, startsUsd, startsPerMonth, idleShare } = breakdown;
  const starts = startsPerMonth < 0.5 ? "" : `; ${decimal(startsPerMonth, 2)} starts a month cost ${money(startsUsd)}`;
  const follows = `Of the machines, ${money(baselineUsd)} would be paid without any request, ${money(usageUsd)} follows the traffic.`;
  const idle = `Replicas above what could just finish each hour's requests cost ${money(headroomUsd)}; ${share(idleShare)} of the paid time no request runs`;
  return [
    usageUsd < 0.005 ? "The machines would cost the same without any request." : follows,
    `${headroomUsd === 0 && idleShare === 0 ? "Idle time is not billed" : idle}${starts}.`,
  ];
}

function perUnit({ perRequestUsd, perMillionTokensUsd }: CostForecast): readonly string[] {
  if (perRequestUsd === null || perMillionTokensUsd === null) return [];
  return [
    `That is ${money(1000 * perRequestUsd)} a thousand requests, ${money(perMillionTokensUsd)} a million tokens.`,
  ];
}

/** Extrapolated, which it says. */
function budgetSentences({ budget, budgetUsd }: CostForecast): readonly string[] {
  if (budget === null || budgetUsd === null) return [];
  const { usedUpOn } = budget;
  const usedUp =
    usedUpOn === null ? [] : [`Paid at this rate all month, the budget would be used up on ${day(usedUpOn)}.`];
  return [`${growthOf(budget)}, ${passes(budget, money(budgetUsd))} (extrapolated).`, ...usedUp];
}

function growthOf({ growthPerMonth }: BudgetOutlook): string {
  if (growthPerMonth === 0) return "With traffic that does not grow";
  return `With traffic ${growthPerMonth > 0 ? "growing" : "falling"} by ${share(Math.abs(growthPerMonth))} a month`;
}

function passes({ exceededOn, exceededOnP90, monthsAhead }: BudgetOutlook, budget: string): string {
  const never = `the bill stays within the budget of ${budget} for ${monthsAhead} months`;
  if (exceededOn === null && exceededOnP90 === null) return never;
  if (exceededOn === null) return `${never}, in one case in ten only until ${day(exceededOnP90 ?? "")}`;
  const earlier = exceededOnP90 === null || exceededOnP90 === exceededOn ? "" : day(exceededOnP90);
  const unlikely = earlier === "" ? "" : `, in one case in ten from ${earlier}`;
  return `a month costs more than the budget of ${budget} from ${day(exceededOn)}${unlikely}`;
}

function people({ engineering }: CostForecast): readonly string[] {
  if (engineering === null) return [];
  const { hoursPerMonth, hourlyUsd, monthlyUsd } = engineering;
  return [
    `In none of these: ${decimal(hoursPerMonth, 2)} hours of engineers at ${money(hourlyUsd)}, ${money(monthlyUsd)} a month.`,
  ];
}
