import type { InputError } from "../../ports/failure.ts";
import type { RenderInput } from "../input.ts";
import { renderRefusal } from "../view/account.ts";
import { argocdFiles } from "./argocd.ts";
import { AWS_LAMBDA } from "./aws-lambda.ts";
import { AZURE_CONTAINER_APPS } from "./azure-container-apps.ts";
import { buildFiles } from "./build.ts";
import { CLOUD_RUN } from "./cloud-run.ts";
import { clusterFiles } from "./cluster.ts";
import type { Entry, PlannedFile } from "./entry.ts";
import { HF_ENDPOINTS } from "./hf-endpoints.ts";
import { installFiles } from "./install.ts";
import { KUBERNETES } from "./kubernetes.ts";
import { folderOf } from "./paths.ts";
import { SAGEMAKER } from "./sagemaker.ts";

/** What a deployment is made of on each platform. */
const PLATFORMS: Readonly<Record<string, readonly Entry[]>> = {
  ...{ eks: KUBERNETES, gke: KUBERNETES, aks: KUBERNETES },
  sagemaker: SAGEMAKER,
  "cloud-run": CLOUD_RUN,
  "azure-container-apps": AZURE_CONTAINER_APPS,
  "hf-endpoints": HF_ENDPOINTS,
  "aws-lambda": AWS_LAMBDA,
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

/** Places that no resource of a cluster can describe, and where to go instead. */
const NOWHERE: Readonly<Record<string, { readonly why: string; readonly advice: string }>> = {
  "azure-container-instances": {
    why: "it has had no GPUs since 2025-07-14",
    advice: "Choose azure-container-apps, which has GPUs, or aks.",
  },
  "lambda-cloud": {
    why: "it rents machines, which no operator in a cluster starts and ends",
    advice: "Join its machines to a cluster of your own, or choose eks, gke or aks.",
  },
};

function notRendered({ deployment }: RenderInput): InputError {
  const { name } = deployment.platform;
  const nowhere = Object.hasOwn(NOWHERE, name) ? NOWHERE[name] : undefined;
  return renderRefusal("spec.platform.name", {
    found: nowhere === undefined ? name : `${name}: ${nowhere.why}`,
    wanted: `a platform with templates: ${Object.keys(PLATFORMS).join(", ")}`,
    advice: nowhere?.advice ?? "The forecast works for every platform; manifests are written for these.",
  });
}
