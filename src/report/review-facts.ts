import type { DeploymentForecast, Finding, Range, Review } from "../../planner/index.ts";

/** A finding and the deployment it is about; empty for one about the repository as a whole. */
export interface OwnedFinding {
  readonly deployment: string;
  readonly finding: Finding;
}

/** Everything noticed about the head, each thing once: what the forecasts found, then what only the review knows. */
export function findingsOf(review: Review): readonly OwnedFinding[] {
  const owned = findingsOfForecasts(review.deployments.flatMap(({ head }) => (head === null ? [] : [head])));
  const known = new Set(owned.map(({ finding }) => keyOf(finding)));
  const others = review.findings.filter((finding) => !known.has(keyOf(finding)));
  return bySeverity([...owned, ...others.map((finding) => ({ deployment: "", finding }))]);
}

/** The findings of several forecasts, the gravest first. */
export function findingsOfForecasts(forecasts: readonly DeploymentForecast[]): readonly OwnedFinding[] {
  return bySeverity(
    forecasts.flatMap(({ name, findings }) => findings.map((finding) => ({ deployment: name, finding }))),
  );
}

/** The month's bill of one side; null as soon as one deployment's price is unknown. Sums percentiles: the ranges are
 *  taken to err together, which is the widest they can be. */
export function totalCost(review: Review, side: "base" | "head"): Range | null {
  const forecasts = review.deployments.flatMap((change) => change[side] ?? []);
  return sumCosts(forecasts);
}

/** Null when any price is unknown. */
export function sumCosts(forecasts: readonly DeploymentForecast[]): Range | null {
  let sum: Range = { p10: 0, p50: 0, p90: 0 };
  for (const { cost } of forecasts) {
    if (cost.monthlyUsd === null) return null;
    const { p10, p50, p90 } = cost.monthlyUsd;
    sum = { p10: sum.p10 + p10, p50: sum.p50 + p50, p90: sum.p90 + p90 };
  }
  return sum;
}

const ORDER: readonly Finding["severity"][] = ["blocking", "warning", "notice"];

function bySeverity(findings: readonly OwnedFinding[]): readonly OwnedFinding[] {
  return findings.toSorted((a, b) => ORDER.indexOf(a.finding.severity) - ORDER.indexOf(b.finding.severity));
}

const keyOf = ({ id, path, message, resource }: Finding): string => JSON.stringify([id, path, message, resource?.file]);
