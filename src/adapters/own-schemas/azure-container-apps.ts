import { exactly, integer, list, manifest, oneOf, text } from "./shapes.ts";

const VERSION = "app.azure.com/v1api20250101";
const GROUP = "/subscriptions/[^/\\s]+/resourceGroups/[^/\\s]+";

/**
 * Fields: Azure/azure-service-operator, v2/api/app/v1api20250101/structure.txt at 4a9dffa3 and v2/samples/app/v1api20250101; they
 * mirror the ARM resource Microsoft.App/containerApps of 2025-01-01. Ranges of probes: learn.microsoft.com, ContainerAppProbe. Read 2026-11-29.
 */
export const azureContainerAppsSchemas = {
  [`${VERSION} ContainerApp`]: manifest(
    VERSION,
    "ContainerApp",
    exactly({
      azureName: text("^[a-z](-?[a-z0-9]){1,31}$"),
      location: text("^[a-z0-9]+$"),
      owner: exactly({ armId: text(`^${GROUP}$`) }),
      environmentReference: exactly({
        armId: text(`^${GROUP}/providers/Microsoft\\.App/managedEnvironments/[^/\\s]+$`),
      }),
      workloadProfileName: text("^[A-Za-z0-9-]+$"),
      configuration: exactly({
        activeRevisionsMode: oneOf("Single", "Multiple"),
        ingress: exactly({
          ...{ external: { type: "boolean" }, allowInsecure: { type: "boolean" }, targetPort: integer(1, 65_535) },
        }),
      }),
      template: exactly({ containers: list(container(), 1), scale: scale() }),
    }),
  ),
};

function container() {
  return exactly({
    name: text("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$"),
    image: text("^\\S+$"),
    "command?": { type: "array", items: { type: "string" } },
    args: { type: "array", items: { type: "string" } },
    env: { type: "array", items: exactly({ name: text(), value: { type: "string" } }) },
    resources: exactly({ cpu: { type: "number", exclusiveMinimum: 0 }, memory: text("^\\d+(\\.\\d+)?Gi$") }),
    probes: list(probe(), 3),
  });
}

function probe() {
  return exactly({
    type: oneOf("Startup", "Readiness", "Liveness"),
    httpGet: exactly({ path: text("^/"), port: integer(1, 65_535) }),
    periodSeconds: integer(1, 240),
    timeoutSeconds: integer(1, 240),
    failureThreshold: integer(1, 10),
  });
}

function scale() {
  const http = exactly({ metadata: exactly({ concurrentRequests: text("^[1-9]\\d*$") }) });
  return exactly({
    ...{ minReplicas: integer(0, 1000), maxReplicas: integer(1, 1000) },
    rules: list(exactly({ name: text(), http })),
  });
}
