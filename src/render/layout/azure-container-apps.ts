import { containerAppView } from "../view/azure-container-apps.ts";
import type { Entry } from "./entry.ts";

/** An app that Azure Service Operator keeps, in an environment that exists. Container Apps scales it between the bounds. */
export const AZURE_CONTAINER_APPS: readonly Entry[] = [
  {
    template: "azure-container-apps/container-app",
    ...{ apiVersion: "app.azure.com/v1api20250101", kind: "ContainerApp" },
    view: containerAppView,
  },
];
