import type { ModelDeployment } from "./deployment.ts";
import type { Finding, Severity } from "./finding.ts";
import type { DeploymentForecast } from "./forecast.ts";
import type { Manifest } from "./manifest.ts";
import type { Settings } from "./settings.ts";

/** One deployment as proposed, as it was, and what is forecast for it. Null = there is none. */
export interface Change {
  readonly head: ModelDeployment;
  readonly base: ModelDeployment | null;
  readonly forecast: DeploymentForecast | null;
  readonly settings: Settings | null;
}

/** Manifests that belong together: those rendered for a forecast, or, where that is null, files that somebody wrote. */
export interface ManifestSet {
  readonly manifests: readonly Manifest[];
  readonly forecast: DeploymentForecast | null;
}

/** A rule learnt from an outage or a bill. `check` gives one finding for each place that breaks it. */
interface Rule<Subject> {
  readonly id: string;
  readonly why: string;
  /** Used unless Settings say otherwise. */
  readonly severity: Severity;
  /** The contract suite runs both: the first must give no finding, the second at least one. */
  readonly examples: { readonly passes: Subject; readonly fails: Subject };
  readonly check: (subject: Subject) => readonly Finding[];
}

/** Looks at what the user wrote and what is forecast for it. */
export interface DeploymentPolicy extends Rule<Change> {
  readonly about: "deployment";
}

/** Looks at what goes to the cluster, after template overrides; also at manifests that loadline did not render. */
export interface ManifestPolicy extends Rule<ManifestSet> {
  readonly about: "manifests";
}

export type Policy = DeploymentPolicy | ManifestPolicy;
