import type { RenderInput } from "../input.ts";
import { clusterOf } from "../view/identity.ts";

/** Folder of one deployment: what its Application syncs. Nothing else is ever written there. */
export function folderOf(input: RenderInput): string {
  const { name, namespace } = input.deployment;
  return `${clusterFolderOf(input)}/${namespace}/${name}`;
}

/** Folder of a cluster's Applications, synced by the root. No namespace has an underscore in its name, so none is hit. */
export function argocdFolderOf(input: RenderInput): string {
  return `${clusterFolderOf(input)}/_argocd`;
}

/** Folder of a cluster's namespaces: deployments share them, so no deployment's own Application may own one. */
export function namespaceFolderOf(input: RenderInput): string {
  return `${clusterFolderOf(input)}/_namespaces`;
}

/** Folder of what builds a deployment's own image: nothing in a cluster reads it. */
export function buildFolderOf(input: RenderInput): string {
  const { name, namespace } = input.deployment;
  return `${clusterFolderOf(input)}/_build/${namespace}/${name}`;
}

function clusterFolderOf(input: RenderInput): string {
  return `${input.settings.gitops?.path ?? "clusters"}/${clusterOf(input).name}`;
}
