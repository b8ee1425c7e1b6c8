import { HEALTH_CHECKS } from "../health/index.ts";
import type { RenderInput, View } from "../input.ts";
import type { Entry } from "../layout/entry.ts";
import { repositoryOf } from "./application.ts";
import { ARGOCD_CLUSTER, clusterOf } from "./identity.ts";
import { devicePluginTarget } from "./restart.ts";

/** Where Argo CD itself runs, as it calls that cluster. */
const LABELS = { "app.kubernetes.io/managed-by": "loadline" };

/**
 * Data of `argocd/app-project.yaml.hbs`. Applications of this project create the kinds that the templates write and no others,
 * from this repository alone, and never in the namespaces of Kubernetes itself.
 */
export function projectView(input: RenderInput, entries: readonly Entry[]): View {
  const { argocd } = input.settings;
  const { server } = clusterOf(input);
  const kinds = new Map(
    entries.map(({ apiVersion, kind }) => [`${groupOf(apiVersion)}/${kind}`, { apiVersion, kind }]),
  );
  const namespaced = [...kinds.values(), { apiVersion: "argoproj.io/v1alpha1", kind: "Application" }];
  return {
    name: argocd.project,
    namespace: argocd.namespace,
    labels: LABELS,
    repository: repositoryOf(input)?.url ?? "",
    destinations: [
      { server, namespace: "*" },
      ...forbiddenFor(input).map((namespace) => ({ server, namespace })),
      ...(server === ARGOCD_CLUSTER ? [] : [{ server: ARGOCD_CLUSTER, namespace: argocd.namespace }]),
    ],
    clusterKinds: [{ group: "", kind: "Namespace" }],
    namespacedKinds: namespaced
      .map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind }))
      .sort((a, b) => (`${a.group}/${a.kind}` < `${b.group}/${b.kind}` ? -1 : 1)),
  };
}

/**
 * Namespaces of Kubernetes itself, all of them; but a refusal counts before every permission, and where the Settings have device
 * plugins of one of them restarted, what does that lies there.
 */
function forbiddenFor(input: RenderInput): readonly string[] {
  const needed = devicePluginTarget(input)?.namespace ?? "";
  if (!needed.startsWith("kube-")) return ["!kube-*"];
  return OF_KUBERNETES.filter((namespace) => namespace !== needed).map((namespace) => `!${namespace}`);
}

const OF_KUBERNETES = ["kube-system", "kube-public", "kube-node-lease"];

/** Data of `argocd/config-map.yaml.hbs`: only our keys of a ConfigMap that belongs to Argo CD; applied server-side, it keeps the rest. */
export function healthChecksView(input: RenderInput): View {
  const data = HEALTH_CHECKS.flatMap(({ group, kind, lua, readsText }) => [
    [`resource.customizations.health.${group}_${kind}`, lua],
    ...(readsText ? [[`resource.customizations.useOpenLibs.${group}_${kind}`, "true"]] : []),
  ]);
  return configMapView(input, HEALTH_CHECKS_MAP, Object.fromEntries(data));
}

/** Data of `argocd/config-map.yaml.hbs`. Address and token are looked up by Argo CD in its own Secret: neither stands in Git. */
export function notificationsView(input: RenderInput): View {
  return configMapView(input, NOTIFICATIONS_MAP, {
    "service.webhook.loadline": SERVICE,
    "template.loadline": TEMPLATE,
    "trigger.loadline": TRIGGER,
  });
}

export const HEALTH_CHECKS_MAP = "argocd-cm";
export const NOTIFICATIONS_MAP = "argocd-notifications-cm";
const SERVICE = `url: $loadline-url/api/argocd/events
headers:
  - name: Authorization
    value: Bearer $loadline-token
  - name: Content-Type
    value: application/json
retryMax: 10
`;

const TEMPLATE = `webhook:
  loadline:
    method: POST
    body: |
      {"v":1,"app":{{toJson .app.metadata.name}},"namespace":{{toJson .app.metadata.namespace}},"uid":{{toJson .app.metadata.uid}},
       "sync":{{toJson .app.status.sync}},"health":{{toJson .app.status.health}},
       "operation":{{toJson .app.status.operationState}},"annotations":{{toJson .app.metadata.annotations}}}
`;

/**
 * `?.`: an Application that never synced has no operationState, one that nobody looked at yet no status; without it each look is an
 * error. Once for each commit that the cluster has, whether it took an operation or changed nothing there; an operation that has
 * succeeded is not enough, since the comparison comes after it.
 */
const TRIGGER = `- when: app.status?.operationState?.phase in ['Running']
  oncePer: app.status?.operationState?.startedAt
  send: [loadline]
- when: app.status?.sync?.status == 'Synced' and app.status?.health?.status == 'Healthy' and app.status?.operationState?.phase not in ['Running', 'Terminating']
  oncePer: app.status?.sync?.revision
  send: [loadline]
- when: app.status?.operationState?.phase in ['Error', 'Failed']
  oncePer: app.status?.operationState?.startedAt
  send: [loadline]
- when: app.status?.health?.status == 'Degraded'
  send: [loadline]
- when: app.status?.sync?.status == 'Unknown'
  send: [loadline]
`;

function configMapView(input: RenderInput, name: string, data: Readonly<Record<string, string>>): View {
  return { name, namespace: input.settings.argocd.namespace, labels: { ...LABELS, ...PART_OF }, data };
}

/** Argo CD reads only ConfigMaps that carry this. */
const PART_OF = { "app.kubernetes.io/part-of": "argocd" };

const groupOf = (apiVersion: string): string =>
  apiVersion.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
