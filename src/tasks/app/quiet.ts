import type { Review, Settings } from "../../../planner/index.ts";
import { totalCost } from "../../report/index.ts";

/** Whether a change is worth a comment: it blocks or warns, or its bill moves by more than both thresholds leave free. */
export function isNoteworthy(
  reviews: readonly Review[],
  threshold: Settings["comment"]["threshold"] | undefined,
): boolean {
  if (threshold === undefined || reviews.some(({ verdict }) => verdict !== "pass")) return true;
  const now = total(reviews, "base");
  const after = total(reviews, "head");
  if (now === null || after === null) return true;
  const change = Math.abs(after - now);
  return change >= threshold.monthlyUsd && change >= threshold.percent * now;
}

/** Null: some price is missing. */
function total(reviews: readonly Review[], side: "base" | "head"): number | null {
  const bills = reviews.map((review) => totalCost(review, side)?.p50 ?? null);
  return bills.reduce<number | null>((sum, bill) => (sum === null || bill === null ? null : sum + bill), 0);
}
