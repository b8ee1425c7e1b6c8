import type { Change, DeploymentForecast, Finding, ManifestSet, Settings } from "../domain/index.ts";
import { policies } from "../policies/index.generated.ts";
import { verdictOf, withSeverities } from "./verdict.ts";

/** What the policies about a ModelDeployment notice, each with its usual severity. */
export function deploymentFindings(change: Change): readonly Finding[] {
  return Object.values(policies).flatMap((policy) => (policy.about === "deployment" ? policy.check(change) : []));
}

/** What the policies about manifests notice, weighed as Settings say; `off` drops. */
export function manifestFindings(set: ManifestSet, settings: Settings | null): readonly Finding[] {
  const found = Object.values(policies).flatMap((policy) => (policy.about === "manifests" ? policy.check(set) : []));
  return withSeverities(found, settings);
}

/** A forecast with what its manifests showed. A refusal that nothing was resolved for stays what it is. */
export function withFindings(forecast: DeploymentForecast, more: readonly Finding[]): DeploymentForecast {
  if (more.length === 0) return forecast;
  const findings = [...forecast.findings, ...more];
  return { ...forecast, findings, verdict: forecast.plan === null ? forecast.verdict : verdictOf(findings) };
}
