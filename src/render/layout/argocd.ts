import type { RenderInput } from "../input.ts";
import {
  applicationName,
  applicationView,
  namespacesName,
  namespacesView,
  repositoryOf,
  rootName,
  rootView,
} from "../view/application.ts";
import type { PlannedFile } from "./entry.ts";
import { applicationPathOf, argocdFolderOf } from "./paths.ts";

/** What brings a deployment to its cluster: its Application, and the two that bring Applications and namespaces. */
export function argocdFiles(input: RenderInput): readonly PlannedFile[] {
  if (repositoryOf(input) === null) return [];
  const folder = argocdFolderOf(input);
  const core = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", namespace: input.settings.argocd.namespace };
  return [
    {
      template: "argocd/application.yaml.hbs",
      path: applicationPathOf(input),
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
