import type { RenderInput } from "../input.ts";
import { repositoryOf } from "../view/application.ts";
import {
  HEALTH_CHECKS_MAP,
  healthChecksView,
  NOTIFICATIONS_MAP,
  notificationsView,
  projectView,
} from "../view/install.ts";
import type { Entry, PlannedFile } from "./entry.ts";
import { installFolderOf } from "./paths.ts";

/**
 * What an administrator applies to Argo CD, once and after an update of loadline. Argo CD does not sync this folder: who is
 * limited by a project must not be able to change it.
 */
export function installFiles(input: RenderInput, entries: readonly Entry[]): readonly PlannedFile[] {
  if (repositoryOf(input) === null) return [];
  const { namespace, project } = input.settings.argocd;
  const folder = installFolderOf(input);
  const configMap = { apiVersion: "v1", kind: "ConfigMap", namespace };
  return [
    // The project called default belongs to everybody: limiting it would stop other people's Applications.
    ...(project === "default"
      ? []
      : [
          {
            template: "argocd/app-project.yaml.hbs",
            path: `${folder}/project.yaml`,
            expects: { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", name: project, namespace },
            view: projectView(input, entries),
          },
        ]),
    {
      template: "argocd/config-map.yaml.hbs",
      path: `${folder}/health-checks.yaml`,
      expects: { ...configMap, name: HEALTH_CHECKS_MAP },
      view: healthChecksView(input),
    },
    {
      template: "argocd/config-map.yaml.hbs",
      path: `${folder}/notifications.yaml`,
      expects: { ...configMap, name: NOTIFICATIONS_MAP },
      view: notificationsView(input),
    },
  ];
}
