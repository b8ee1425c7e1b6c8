import type { ProposedPlan } from "./advice.ts";
import type { Verdict } from "./finding.ts";
import type { Capacity, Catch, PriceTable } from "./platform.ts";
import type { Spread } from "./spread.ts";
import type { Unknown } from "./unknown.ts";

/** The same workload on one platform. */
export interface PlatformComparison {
  /** Id of a file in `planner/platforms`. */
  readonly platform: string;
  readonly name: string;
  readonly region: string;
  /** `unknown`: a price or hardware is not known; `block`: it cannot be hosted, or nothing holds. */
  readonly verdict: Verdict;
  /** Why, in a sentence. */
  readonly reason: string;
  /** What the verdict `unknown` rests on, and what could not be looked at beside a plan. */
  readonly unknown: readonly Unknown[];
  /** What is rented there: the file's own kind, or on demand where that is not offered. */
  readonly capacity: Capacity;
  /** What is otherwise there than the file says, in sentences. */
  readonly remarks: readonly string[];
  /** The cheapest plan that holds there; null without one. */
  readonly plan: ProposedPlan | null;
  /** Of the plan, else of the nearest miss, else of most machines of the region; where no price is known, the page that was asked. */
  readonly priceSource: PriceTable["sources"][number];
  readonly isPriceKnown: boolean;
  /** Share of requests that find no replica ready. Null without a plan. */
  readonly coldStartShare: number | null;
  readonly timeToFirstDeploy: Spread;
  readonly goodFor: readonly Catch[];
  readonly watchOut: readonly Catch[];
}

/** One workload on every platform, those that hold first, the cheapest of them first. */
export interface Comparison {
  readonly name: string;
  /** Id of the one platform on which the quota of the Settings was kept; null without a quota. */
  readonly quotaOn: string | null;
  readonly platforms: readonly PlatformComparison[];
}
