import { RENDERING } from "../../mistakes/rendering.ts";
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

function notRendered({ deployment }: RenderInput): InputError {
  return renderRefusal(
    "spec.platform.name",
    RENDERING.platformWithoutTemplates(deployment.platform.name, Object.keys(PLATFORMS)),
  );
}
