import type { Basis } from "./fact.ts";

export interface Range {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** One line of a month's bill. */
export interface CostPart {
  readonly kind: "machines" | "requests" | "control-plane" | "disk" | "images" | "build-cache" | "egress" | "restarts";
  /** What is paid and how much of it, in words. */
  readonly text: string;
  readonly monthlyUsd: Range;
  /** US dollars for one of what is counted: "hour", "GiB and month". */
  readonly unitUsd: number;
  readonly per: string;
  readonly basis: Basis;
  readonly source: string;
  readonly date: string;
}

/** What the machines' bill (P50) is paid for. `baselineUsd` and `usageUsd` add up to it; the others are shares of it that overlap. */
export interface CostBreakdown {
  /** Paid without any request as well: the fewest replicas that are allowed, hour by hour. */
  readonly baselineUsd: number;
  /** Follows the traffic. */
  readonly usageUsd: number;
  /** Replicas that are up above the least whole number that could finish what arrives, at the closed-form throughput. */
  readonly headroomUsd: number;
  /** Replicas that start and do not answer yet, where that is billed. */
  readonly startsUsd: number;
  readonly startsPerMonth: number;
  /** Share of billed replica time in which no step runs. */
  readonly idleShare: number;
}

/** When a growing bill passes the budget. Extrapolated from the bill at three levels of traffic. */
export interface BudgetOutlook {
  /** First day, YYYY-MM-DD, at whose traffic a month costs more than the budget; null = not within `monthsAhead`. */
  readonly exceededOn: string | null;
  /** The same for the P90 of the bill. */
  readonly exceededOnP90: string | null;
  readonly monthsAhead: number;
  /** 0.08 = 8 % a month, compounding. */
  readonly growthPerMonth: number;
  /** Day of the running calendar month on which the month's budget is used up; null = it lasts. */
  readonly usedUpOn: string | null;
  /** A month's bill at the traffic of the middle of each month ahead, YYYY-MM; the first is the one the plan begins in. */
  readonly months: readonly { readonly month: string; readonly monthlyUsd: Range }[];
}

/** What the people cost who run it themselves; in no other figure. */
export interface EngineeringCost {
  readonly hoursPerMonth: number;
  readonly hourlyUsd: number;
  readonly monthlyUsd: number;
}

export interface CostForecast {
  /** The machines alone. Null = unknown (a price is missing), never zero. */
  readonly monthlyUsd: Range | null;
  /** What the fewest replicas cost for certain, where nothing more is known; null where `monthlyUsd` or nothing at all is. */
  readonly atLeastUsd: number | null;
  readonly perMillionTokensUsd: number | null;
  readonly perRequestUsd: number | null;
  readonly budgetUsd: number | null;
  readonly priceSource: { readonly source: string; readonly date: string } | null;
  /** Whole days from the price's date to the day of the plan; null without a price. */
  readonly priceAgeDays: number | null;
  /** What `monthlyUsd` is made of. */
  readonly parts: readonly CostPart[];
  /** What else the deployment makes somebody pay. */
  readonly besides: readonly CostPart[];
  /** `monthlyUsd` and all of `besides`. */
  readonly withBesidesUsd: Range | null;
  readonly breakdown: CostBreakdown | null;
  readonly engineering: EngineeringCost | null;
  /** Null without a budget, a price or traffic. */
  readonly budget: BudgetOutlook | null;
  /** What no figure holds, in words. */
  readonly leavesOut: readonly string[];
}

/** A bill of which nothing is known. */
export const NO_COST: CostForecast = {
  monthlyUsd: null,
  atLeastUsd: null,
  perMillionTokensUsd: null,
  perRequestUsd: null,
  budgetUsd: null,
  priceSource: null,
  priceAgeDays: null,
  parts: [],
  besides: [],
  withBesidesUsd: null,
  breakdown: null,
  engineering: null,
  budget: null,
  leavesOut: [],
};
