import type { BudgetOutlook, CostForecast, CostPart } from "../../planner/index.ts";
import { rounded, roundedRange, roundedShare, roundedUsd } from "./rounding.ts";

/** A bill in a plan: the machines, what is paid beside them, what for, and until when the budget lasts. */
export function costJson(cost: CostForecast): object {
  const { priceSource, budget, engineering } = cost;
  return {
    monthlyUsd: roundedRange(cost.monthlyUsd, 2),
    // Small models cost fractions of a cent a million tokens.
    perMillionTokensUsd: rounded(cost.perMillionTokensUsd, 4),
    budgetUsd: roundedUsd(cost.budgetUsd),
    priceSource: priceSource === null ? null : { source: priceSource.source, date: priceSource.date },
    leavesOut: [...cost.leavesOut],
    perRequestUsd: rounded(cost.perRequestUsd, 8),
    parts: cost.parts.map(partJson),
    besides: cost.besides.map(partJson),
    withBesidesUsd: roundedRange(cost.withBesidesUsd, 2),
    breakdown: breakdownJson(cost),
    engineering: engineering === null ? null : { ...engineering, monthlyUsd: roundedUsd(engineering.monthlyUsd) },
    budget: budget === null ? null : outlookJson(budget),
  };
}

/** The months themselves are drawn, not written: they follow from the bill and the growth. */
const outlookJson = ({ months: _, ...budget }: BudgetOutlook): object => ({
  ...budget,
  growthPerMonth: roundedShare(budget.growthPerMonth),
});

function partJson({ kind, text, monthlyUsd, unitUsd, per, basis, source, date }: CostPart): object {
  return {
    kind,
    text,
    monthlyUsd: roundedRange(monthlyUsd, 2),
    unitUsd: rounded(unitUsd, 6),
    per,
    basis,
    source,
    date,
  };
}

function breakdownJson({ breakdown }: CostForecast): object | null {
  if (breakdown === null) return null;
  return {
    baselineUsd: roundedUsd(breakdown.baselineUsd),
    usageUsd: roundedUsd(breakdown.usageUsd),
    headroomUsd: roundedUsd(breakdown.headroomUsd),
    startsUsd: roundedUsd(breakdown.startsUsd),
    startsPerMonth: rounded(breakdown.startsPerMonth, 2),
    idleShare: roundedShare(breakdown.idleShare),
  };
}
