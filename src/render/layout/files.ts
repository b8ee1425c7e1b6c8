import { InputError } from "../../ports/failure.ts";
import type { RenderInput } from "../input.ts";
import { argocdFiles } from "./argocd.ts";
import { buildFiles } from "./build.ts";
import { clusterFiles } from "./cluster.ts";
import type { Entry, PlannedFile } from "./entry.ts";
import { installFiles } from "./install.ts";
import { KUBERNETES } from "./kubernetes.ts";
import { folderOf } from "./paths.ts";
import { SAGEMAKER } from "./sagemaker.ts";

/** What a deployment is made of on each platform. */
const PLATFORMS: Readonly<Record<string, readonly Entry[]>> = {
  ...{ eks: KUBERNETES, gke: KUBERNETES, aks: KUBERNETES },
  sagemaker: SAGEMAKER,
};

/** The files of one deployment, in the order of the lists: its own folder first, then what lies beside it. */
export function planFiles(input: RenderInput): readonly PlannedFile[] {
  const everyEntry = Object.values(PLATFORMS).flat();
  return [
    ...workloadFiles(input),
    ...clusterFiles(input),
    ...argocdFiles(input),
    ...installFiles(input, everyEntry),
    ...buildFiles(input),
  ];
}

function workloadFiles(input: RenderInput): readonly PlannedFile[] {
  const { name, namespace, platform } = input.deployment;
  const entries = PLATFORMS[platform.name];
  if (entries === undefined) throw notRendered(input);
  return entries
    .filter((entry) => entry.applies?.(input) ?? true)
    .map((entry) => ({
      template: `${entry.template}.yaml.hbs`,
      path: `${folderOf(input)}/${entry.template.slice(entry.template.lastIndexOf("/") + 1)}.yaml`,
      expects: { apiVersion: entry.apiVersion, kind: entry.kind, name: entry.name?.(input) ?? name, namespace },
      view: entry.view(input),
    }));
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
