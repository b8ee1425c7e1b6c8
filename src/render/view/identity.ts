import { type Platform, platforms } from "../../../planner/index.ts";
import type { RenderInput } from "../input.ts";
import { fingerprint } from "./fingerprint.ts";

const ARGO_WAVE = "argocd.argoproj.io/sync-wave";

/** Order in which Argo CD applies: lowest first. Monitoring comes early, so that alerts exist when a rollout fails. */
const WAVES = { namespace: -20, config: -10, variant: -5, workload: 0, scaling: 10, policy: 15 } as const;

/** How Argo CD names the cluster that it runs in. */
export const ARGOCD_CLUSTER = "https://kubernetes.default.svc";

/** The cluster everything goes to: the one marked default, else the first, else the one Argo CD runs in. */
export function clusterOf({ settings }: Pick<RenderInput, "settings">): {
  readonly name: string;
  readonly server: string;
} {
  const { clusters } = settings;
  const chosen = clusters.find((cluster) => cluster.default) ?? clusters[0];
  return chosen ?? { name: "default", server: ARGOCD_CLUSTER };
}

/** Labels a selector may rest on. They never change with engine, version or team: a selector is immutable. */
/** Whether a platform's models are Deployments of Kubernetes: only there the number of replicas stands in one. */
export const isCluster = (platform: string): boolean =>
  new Map<string, Platform>(Object.entries(platforms)).get(platform)?.kind === "kubernetes";

export function selectorOf({ deployment }: RenderInput): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/component": "model-server", "app.kubernetes.io/instance": deployment.name };
}

/** The user's labels, and ours, which win. */
export function labelsOf(input: RenderInput): Readonly<Record<string, string>> {
  return {
    ...input.deployment.labels,
    "app.kubernetes.io/name": input.deployment.engine.name,
    "app.kubernetes.io/version": input.plan.engine.version,
    "app.kubernetes.io/managed-by": "loadline",
    ...selectorOf(input),
  };
}

/** Name, namespace, labels and sync wave: what every object of a deployment has. */
export function identityView(input: RenderInput, wave: keyof typeof WAVES) {
  return {
    name: input.deployment.name,
    namespace: input.deployment.namespace,
    labels: labelsOf(input),
    annotations: waveOf(wave),
  };
}

export function waveOf(wave: keyof typeof WAVES): Readonly<Record<string, string>> {
  return { [ARGO_WAVE]: String(WAVES[wave]) };
}

/** The same for what stands beside the model server: `chat-gateway`, with a component of its own, so that no selector of one picks the other. */
export function besideView(input: RenderInput, component: string, wave: keyof typeof WAVES) {
  const selector = { "app.kubernetes.io/component": component, "app.kubernetes.io/instance": input.deployment.name };
  return {
    name: besideName(input, component),
    namespace: input.deployment.namespace,
    labels: { ...input.deployment.labels, ...selector, "app.kubernetes.io/managed-by": "loadline" },
    annotations: waveOf(wave),
    selector,
  };
}

/** Kubernetes has no longer names than 63 characters for a Service. */
export function besideName({ deployment }: RenderInput, component: string): string {
  const full = `${deployment.name}-${component}`;
  if (full.length <= 63) return full;
  return `${deployment.name.slice(0, 63 - component.length - 10)}-${fingerprint(full)}-${component}`;
}
