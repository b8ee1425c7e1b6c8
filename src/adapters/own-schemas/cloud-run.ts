import { exactly, integer, list, manifest, oneOf, text } from "./shapes.ts";

const VERSION = "run.cnrm.cloud.google.com/v1beta1";

/**
 * Fields: GoogleCloudPlatform/k8s-config-connector, crds/run_v1beta1_runservice.yaml at 6f6a7f62; `nodeSelector` and
 * `gpuZonalRedundancyDisabled` only in the type of the direct controller (apis/run/v1beta1/runservice_types.go of 2026,
 * issue 6686): older releases refuse them. Ranges: that file, and docs.cloud.google.com/run/docs/configuring. Read
 * 2026-11-29.
 */
export const cloudRunSchemas = {
  [`${VERSION} RunService`]: manifest(
    VERSION,
    "RunService",
    exactly({
      resourceID: text("^[a-z]([a-z0-9-]{0,47}[a-z0-9])?$"),
      location: text("^[a-z]+-[a-z]+[0-9]+$"),
      projectRef: exactly({ external: text("^[a-z][a-z0-9-]{4,28}[a-z0-9]$") }),
      ingress: oneOf("INGRESS_TRAFFIC_ALL", "INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"),
      template: revision(),
    }),
  ),
};

function revision() {
  return exactly({
    serviceAccountRef: exactly({ external: text("^[^@\\s]+@[^@\\s]+\\.gserviceaccount\\.com$") }),
    executionEnvironment: oneOf("EXECUTION_ENVIRONMENT_GEN1", "EXECUTION_ENVIRONMENT_GEN2"),
    maxInstanceRequestConcurrency: integer(1, 1000),
    timeout: text("^([1-9]\\d{0,2}|[1-2]\\d{3}|3[0-5]\\d{2}|3600)s$"),
    scaling: exactly({ minInstanceCount: integer(0), maxInstanceCount: integer(1) }),
    nodeSelector: exactly({ accelerator: oneOf("nvidia-l4", "nvidia-rtx-pro-6000") }),
    gpuZonalRedundancyDisabled: { type: "boolean" },
    containers: list(container(), 1),
  });
}

function container() {
  return exactly({
    name: text("^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$"),
    image: text("^\\S+$"),
    "command?": { type: "array", items: { type: "string" } },
    args: { type: "array", items: { type: "string" } },
    env: { type: "array", items: variable() },
    ports: list(exactly({ name: oneOf("http1", "h2c"), containerPort: integer(1, 65_535) }), 1),
    resources: exactly({
      cpuIdle: { type: "boolean" },
      startupCpuBoost: { type: "boolean" },
      limits: exactly({ cpu: text("^\\d+$"), memory: text("^\\d+(Gi|Mi)$"), "nvidia.com/gpu": oneOf("1") }),
    }),
    startupProbe: probe(240),
    livenessProbe: probe(3600),
  });
}

function variable() {
  const external = exactly({ external: text() });
  const secret = exactly({ secretKeyRef: exactly({ secretRef: external, versionRef: external }) });
  return {
    ...exactly({ name: text("^[A-Za-z_][A-Za-z0-9_]*$"), "value?": { type: "string" }, "valueSource?": secret }),
    oneOf: [{ required: ["value"] }, { required: ["valueSource"] }],
  };
}

function probe(longestPeriod: number) {
  return exactly({
    httpGet: exactly({ path: text("^/"), port: integer(1, 65_535) }),
    periodSeconds: integer(1, longestPeriod),
    timeoutSeconds: integer(1, 3600),
    failureThreshold: integer(1),
  });
}
