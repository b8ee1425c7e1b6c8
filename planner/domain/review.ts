import type { Finding, Verdict } from "./finding.ts";
import type { DeploymentForecast } from "./forecast.ts";

export type ChangeKind = "added" | "changed" | "removed" | "renamed";

/** One deployment before and after. Null: it does not exist on that side. */
export interface DeploymentChange {
  readonly name: string;
  readonly change: ChangeKind;
  readonly base: DeploymentForecast | null;
  readonly head: DeploymentForecast | null;
}

/** One rendered resource before and after, as a unified diff with secrets taken out. */
export interface ManifestChange {
  /** The file it stands in; of a resource that left, the one it stood in. */
  readonly path: string;
  /** `Deployment ai-models/chat`; absent for a file that holds no readable resource. */
  readonly resource?: string;
  readonly change: "added" | "changed" | "removed";
  readonly diff: string;
}

/** One key of `loadline.yaml` that grants power, before and after. Null: it says nothing about it. */
export interface SettingChange {
  /** `gitops.repository`, `policies.target-missed`, `approvers`. */
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
  /** It only tightens, and this review is held to it already. Everything else counts once merged. */
  readonly countsNow: boolean;
}

/** Base against head: forecasts of both sides, the rendered diff, what was noticed, the verdict on head. */
export interface Review {
  readonly base: string;
  readonly head: string;
  readonly verdict: Verdict;
  readonly deployments: readonly DeploymentChange[];
  readonly manifests: readonly ManifestChange[];
  /** What the change would grant or take away once merged; until then the base says it. */
  readonly settings: readonly SettingChange[];
  readonly findings: readonly Finding[];
}
