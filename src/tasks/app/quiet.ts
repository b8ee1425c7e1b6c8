import type { Finding, Review, Settings } from "../../../planner/index.ts";
import { totalCost } from "../../report/index.ts";

/**
 * Whether a change is worth a comment: it blocks, removes a deployment, touches what grants power, or warns of what the base did not have already, or its bill moves by more
 * than both thresholds leave free.
 */
export function isNoteworthy(
  reviews: readonly Review[],
  threshold: Settings["comment"]["threshold"] | undefined,
): boolean {
  if (threshold === undefined) return true;
  if (reviews.some(({ verdict }) => verdict === "block" || verdict === "unknown")) return true;
  if (reviews.some(bringsWarning)) return true;
  // What grants power, and what goes away, is never a matter of a few dollars.
  if (reviews.some(({ settings, deployments }) => settings.length > 0 || deployments.some(({ head }) => head === null)))
    return true;
  const now = total(reviews, "base");
  const after = total(reviews, "head");
  if (now === null || after === null) return true;
  const change = Math.abs(after - now);
  return change >= threshold.monthlyUsd && change >= threshold.percent * now;
}

const warnings = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ severity }) => severity === "warning").map(({ id }) => id);

/** What stands on the base, people have been told: old prices, say, would otherwise make every change worth a comment. */
function bringsWarning({ deployments, findings }: Review): boolean {
  const isNew = deployments.some(({ base, head }) => {
    const known = warnings(base?.findings ?? []);
    return warnings(head?.findings ?? []).some((id) => !known.includes(id));
  });
  const ofDeployments = deployments.flatMap(({ head }) => warnings(head?.findings ?? []));
  return isNew || warnings(findings).some((id) => !ofDeployments.includes(id));
}

/** Null: some price is missing. */
function total(reviews: readonly Review[], side: "base" | "head"): number | null {
  const bills = reviews.map((review) => totalCost(review, side)?.p50 ?? null);
  return bills.reduce<number | null>((sum, bill) => (sum === null || bill === null ? null : sum + bill), 0);
}
