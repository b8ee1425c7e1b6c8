import type { Seconds, UsDollars } from "../units/index.ts";
import type { Severity } from "./finding.ts";

/** What accounts and machines allow. */
export interface Quota {
  /** GPUs by id. */
  readonly gpus: Readonly<Record<string, number>>;
  /** Instances by type. */
  readonly instances: Readonly<Record<string, number>>;
}

export const NO_QUOTA: Quota = { gpus: {}, instances: {} };

/** What the clusters have, and what may run there beside the models. */
export interface KubernetesSettings {
  /** Which kind of network policy guards a model server; `none`: somebody else's does. */
  readonly networkPolicy: "kubernetes" | "cilium" | "none";
  /** Kind of the stores that `access.secrets` name. */
  readonly secretStore: "ClusterSecretStore" | "SecretStore";
  /** Namespace that Prometheus and its adapter run in. */
  readonly monitoringNamespace: string;
  /** Image that restarts are made with. */
  readonly kubectlImage: string;
  /** Restarts NVIDIA's device plugin on a schedule; null = never. */
  readonly devicePluginRestart: {
    readonly every: Seconds;
    readonly namespace: string;
    readonly daemonSet: string;
  } | null;
}

/** What holds where the Settings say nothing. The image has no shell, only kubectl. */
export const DEFAULT_KUBERNETES_SETTINGS: KubernetesSettings = {
  networkPolicy: "kubernetes",
  secretStore: "ClusterSecretStore",
  monitoringNamespace: "monitoring",
  kubectlImage: "registry.k8s.io/kubectl:v1.34.1",
  devicePluginRestart: null,
};

/** `loadline.yaml`: what a config repository as a whole says. CONTRACT.md section 4. */
export interface Settings {
  readonly models: readonly string[];
  readonly gitops: {
    readonly repository: string;
    readonly branch: string;
    readonly path: string;
    readonly mode: "commit" | "pull-request";
  } | null;
  readonly clusters: readonly { readonly name: string; readonly server: string; readonly default: boolean }[];
  readonly defaults: { readonly region: string | null };
  readonly budget: { readonly monthlyUsd: UsDollars } | null;
  /** What running one deployment oneself takes of people; null = not said. */
  readonly engineering: { readonly hoursPerMonth: number; readonly hourlyUsd: number } | null;
  /** What there is to use at once; kinds that are not named are not limited. */
  readonly quota: Quota;
  readonly policies: Readonly<
    Record<string, { readonly severity: Severity | "off"; readonly override: readonly string[] }>
  >;
  readonly approvers: readonly string[];
  readonly comment: {
    readonly mode: "update" | "hide-and-new" | "new" | "off";
    readonly threshold: { readonly monthlyUsd: UsDollars; readonly percent: number };
  };
  readonly prometheus: Readonly<Record<string, Readonly<Record<string, never>>>>;
  readonly argocd: { readonly namespace: string; readonly project: string };
  readonly kubernetes: KubernetesSettings;
  /** Who is called: a PagerDuty routing key, by Secret and key in the deployment's namespace; null = nobody. */
  readonly alerts: { readonly pagerduty: { readonly secret: string; readonly key: string } } | null;
  /** Where an OpenTelemetry collector beside each deployment sends what it collects; null = no collector. */
  readonly telemetry: { readonly otlp: string; readonly image: string | null } | null;
}
