import type { RenderInput } from "../input.ts";
import { ADAPTER_NAME, adapterView, usesHpa } from "../view/adapter.ts";
import { namespaceView } from "../view/objects.ts";
import { devicePluginTarget, restartViews } from "../view/restart.ts";
import type { PlannedFile } from "./entry.ts";
import { namespaceFolderOf } from "./paths.ts";

/** What deployments of a cluster share: the same text from each, so that they agree on one file. */
export function clusterFiles(input: RenderInput): readonly PlannedFile[] {
  return [namespaceFile(input), ...adapterFiles(input), ...devicePluginFiles(input)];
}

/** Deployments of a namespace share it, so it lies in no deployment's own folder. */
function namespaceFile(input: RenderInput): PlannedFile {
  const { namespace } = input.deployment;
  return {
    template: "kubernetes/namespace.yaml.hbs",
    path: `${namespaceFolderOf(input)}/${namespace}.yaml`,
    expects: { apiVersion: "v1", kind: "Namespace", name: namespace, namespace: null },
    view: namespaceView(input),
  };
}

/** No namespace has a dot in its name, so none of these is taken for one. */
function adapterFiles(input: RenderInput): readonly PlannedFile[] {
  if (!usesHpa(input)) return [];
  const namespace = input.settings.kubernetes.monitoringNamespace;
  return [
    {
      template: "kubernetes/prometheus-adapter.yaml.hbs",
      path: `${namespaceFolderOf(input)}/shared.prometheus-adapter.yaml`,
      expects: { apiVersion: "v1", kind: "ConfigMap", name: ADAPTER_NAME, namespace },
      view: adapterView(input),
    },
  ];
}

const RESTART_PARTS = [
  { part: "serviceAccount", file: "service-account", apiVersion: "v1", kind: "ServiceAccount" },
  { part: "role", file: "role", apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" },
  { part: "roleBinding", file: "role-binding", apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
  { part: "cronJob", file: "cron-job", apiVersion: "batch/v1", kind: "CronJob" },
] as const;

function devicePluginFiles(input: RenderInput): readonly PlannedFile[] {
  const target = devicePluginTarget(input);
  if (target === null) return [];
  const { name, namespace } = target;
  const views = restartViews(target);
  return RESTART_PARTS.map(({ part, file, apiVersion, kind }) => ({
    template: `kubernetes/restart-${file}.yaml.hbs`,
    path: `${namespaceFolderOf(input)}/shared.device-plugin-restart-${file}.yaml`,
    expects: { apiVersion, kind, name, namespace },
    view: views[part],
  }));
}
