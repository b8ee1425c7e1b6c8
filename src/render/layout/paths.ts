import type { RenderInput } from "../input.ts";
import { clusterOf } from "../view/identity.ts";

/** What decides where a deployment's files lie. */
export type Placed = Pick<RenderInput, "deployment" | "settings">;

/** Folder of one deployment: what its Application syncs. Nothing else is ever written there. */
export function folderOf(input: Placed): string {
  const { name, namespace } = input.deployment;
  return `${clusterFolderOf(input)}/${namespace}/${name}`;
}

/** Folder of a cluster's Applications, synced by the root. No namespace has an underscore in its name, so none is hit. */
export function argocdFolderOf(input: Placed): string {
  return `${clusterFolderOf(input)}/_argocd`;
}

/** The Application of one deployment, outside of what it syncs. */
export function applicationPathOf(input: Placed): string {
  const { name, namespace } = input.deployment;
  return `${argocdFolderOf(input)}/applications/${namespace}/${name}.yaml`;
}

/** Folder of what an administrator applies by hand, once a cluster. */
export function installFolderOf(input: Placed): string {
  return `${clusterFolderOf(input)}/_install`;
}

/** Folders that are one deployment's alone. */
export function ownFoldersOf(input: Placed): readonly string[] {
  return [folderOf(input), buildFolderOf(input)];
}

/** Folders of a cluster that its deployments share. */
export function sharedFoldersOf(input: Placed): readonly string[] {
  return [argocdFolderOf(input), namespaceFolderOf(input), installFolderOf(input)];
}

/** Folder of a cluster's namespaces: deployments share them, so no deployment's own Application may own one. */
export function namespaceFolderOf(input: Placed): string {
  return `${clusterFolderOf(input)}/_namespaces`;
}

/** Folder of what builds a deployment's own image: nothing in a cluster reads it. */
export function buildFolderOf(input: Placed): string {
  const { name, namespace } = input.deployment;
  return `${clusterFolderOf(input)}/_build/${namespace}/${name}`;
}

/** Folder of the GitOps repository below which everything lies. */
export function gitopsPathOf({ settings }: Pick<Placed, "settings">): string {
  return settings.gitops?.path ?? "clusters";
}

function clusterFolderOf(input: Placed): string {
  return `${gitopsPathOf(input)}/${clusterOf(input).name}`;
}
