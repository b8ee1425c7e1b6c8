import { InputError } from "../ports/failure.ts";
import type { RenderInput, View } from "./input.ts";
import { argocdFolderOf, folderOf, namespaceFolderOf } from "./layout-paths.ts";
import { prometheusRuleView } from "./view/alerts.ts";
import {
  applicationName,
  applicationView,
  namespacesName,
  namespacesView,
  repositoryOf,
  rootName,
  rootView,
} from "./view/application.ts";
import * as objects from "./view/objects.ts";
import { horizontalPodAutoscalerView, scaledObjectView } from "./view/scaling.ts";
import { deploymentView } from "./view/workload.ts";

/** One file to write: the template, where it goes, what must come out, and the data that goes in. */
export interface PlannedFile {
  readonly template: string;
  readonly path: string;
  readonly expects: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly name: string;
    readonly namespace: string | null;
  };
  readonly view: View;
}

interface Entry {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly view: (input: RenderInput) => View;
  readonly applies?: (input: RenderInput) => boolean;
}

const usesHpa = ({ deployment }: RenderInput) => deployment.scaling.mode === "hpa";
const usesKeda = ({ deployment: { scaling } }: RenderInput) => scaling.mode === "keda" || scaling.mode === "scheduled";

/** What a deployment is in Kubernetes. The output's name is the template's: a path never comes from rendered text. */
const KUBERNETES: readonly Entry[] = [
  { file: "service-account", apiVersion: "v1", kind: "ServiceAccount", view: objects.serviceAccountView },
  { file: "deployment", apiVersion: "apps/v1", kind: "Deployment", view: deploymentView },
  { file: "service", apiVersion: "v1", kind: "Service", view: objects.serviceView },
  {
    file: "horizontal-pod-autoscaler",
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    view: horizontalPodAutoscalerView,
    applies: usesHpa,
  },
  {
    file: "scaled-object",
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    view: scaledObjectView,
    applies: usesKeda,
  },
  {
    file: "pod-disruption-budget",
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    view: objects.podDisruptionBudgetView,
  },
  {
    file: "service-monitor",
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    view: objects.serviceMonitorView,
  },
  {
    file: "prometheus-rule",
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    view: prometheusRuleView,
  },
];

/** Which entries a platform is made of, and the folder of their templates. */
const PLATFORMS: Readonly<Record<string, { readonly folder: string; readonly entries: readonly Entry[] }>> = {
  eks: { folder: "kubernetes", entries: KUBERNETES },
  gke: { folder: "kubernetes", entries: KUBERNETES },
  aks: { folder: "kubernetes", entries: KUBERNETES },
};

/** The files of one deployment, in the order of the lists above. */
export function planFiles(input: RenderInput): readonly PlannedFile[] {
  return [...workloadFiles(input), ...clusterFiles(input)];
}

function workloadFiles(input: RenderInput): readonly PlannedFile[] {
  const { name, namespace, platform } = input.deployment;
  const known = PLATFORMS[platform.name];
  if (known === undefined) throw notRendered(input);
  return known.entries
    .filter((entry) => entry.applies?.(input) ?? true)
    .map((entry) => ({
      template: `${known.folder}/${entry.file}.yaml.hbs`,
      path: `${folderOf(input)}/${entry.file}.yaml`,
      expects: { apiVersion: entry.apiVersion, kind: entry.kind, name, namespace },
      view: entry.view(input),
    }));
}

/** What lies beside the deployment's own folder: its namespace, its Application, and the two that bring them. */
function clusterFiles(input: RenderInput): readonly PlannedFile[] {
  const { namespace } = input.deployment;
  const space: PlannedFile = {
    template: "kubernetes/namespace.yaml.hbs",
    path: `${namespaceFolderOf(input)}/${namespace}.yaml`,
    expects: { apiVersion: "v1", kind: "Namespace", name: namespace, namespace: null },
    view: objects.namespaceView(input),
  };
  return repositoryOf(input) === null ? [space] : [space, ...applicationFiles(input)];
}

function applicationFiles(input: RenderInput): readonly PlannedFile[] {
  const { name, namespace } = input.deployment;
  const folder = argocdFolderOf(input);
  const core = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", namespace: input.settings.argocd.namespace };
  return [
    {
      template: "argocd/application.yaml.hbs",
      path: `${folder}/applications/${namespace}/${name}.yaml`,
      expects: { ...core, name: applicationName(input) },
      view: applicationView(input),
    },
    {
      template: "argocd/folder.yaml.hbs",
      path: `${folder}/namespaces.yaml`,
      expects: { ...core, name: namespacesName(input) },
      view: namespacesView(input),
    },
    {
      template: "argocd/folder.yaml.hbs",
      path: `${folder}/root.yaml`,
      expects: { ...core, name: rootName(input) },
      view: rootView(input),
    },
  ];
}

function notRendered({ deployment }: RenderInput): InputError {
  return new InputError([
    {
      file: `ModelDeployment ${deployment.name}`,
      line: null,
      column: null,
      at: "spec.platform.name",
      found: deployment.platform.name,
      wanted: `a platform with templates: ${Object.keys(PLATFORMS).join(", ")}`,
      advice: "The forecast works for every platform; manifests are written for these.",
    },
  ]);
}
