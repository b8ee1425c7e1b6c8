import type { ModelDeployment } from "./deployment.ts";
import type { Finding, Severity } from "./finding.ts";
import type { DeploymentForecast } from "./forecast.ts";
import type { Settings } from "./settings.ts";

/** What a policy looks at: one deployment as proposed, as it was, and what is forecast for it. Null = there is none. */
export interface Change {
  readonly head: ModelDeployment;
  readonly base: ModelDeployment | null;
  readonly forecast: DeploymentForecast | null;
  readonly settings: Settings | null;
}

/** A rule learnt from an outage or a bill. `check` gives one finding for each place that breaks it. */
export interface Policy {
  readonly id: string;
  readonly why: string;
  /** Used unless Settings say otherwise. */
  readonly severity: Severity;
  /** The contract suite runs both: the first must give no finding, the second at least one. */
  readonly examples: { readonly passes: Change; readonly fails: Change };
  readonly check: (change: Change) => readonly Finding[];
}
