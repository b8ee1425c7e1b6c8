import type { InputError } from "../../ports/failure.ts";
import type { RenderInput } from "../input.ts";
import { notRenderable } from "../view/refusal.ts";
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
  eks: KUBERNETES,
  gke: KUBERNETES,
  aks: KUBERNETES,
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

/** Places that nothing in a cluster can be told to run a model at, and what to do instead. */
const NO_OPERATOR: Readonly<Record<string, string>> = {
  "lambda-cloud":
    "Lambda's machines are started by hand or by script, and no operator does it: start the engine there yourself, with the flags of `loadline plan`, or choose eks, gke, aks or sagemaker.",
  "azure-container-instances": "It has no GPUs since 2025-07-14. Choose aks.",
};

function notRendered(input: RenderInput): InputError {
  const { name } = input.deployment.platform;
  return notRenderable(input, {
    at: "spec.platform.name",
    found: name,
    wanted: `a platform with templates: ${Object.keys(PLATFORMS).join(", ")}`,
    advice: NO_OPERATOR[name] ?? "The forecast works for every platform; manifests are written for these.",
  });
}
