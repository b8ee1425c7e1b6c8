import type { RenderInput, View } from "../input.ts";
import { besideName, besideView, selectorOf } from "./identity.ts";
import { listeningPort } from "./launch.ts";

/** The release that the configuration below is written for. */
const IMAGE = "otel/opentelemetry-collector-contrib:0.140.1";

/** Data of `kubernetes/otel-config.yaml.hbs`. */
export function otelConfigView(input: RenderInput): View {
  const { selector, ...identity } = besideView(input, "otel", "config");
  return { ...identity, collector: collectorText(input) };
}

/** Data of `kubernetes/otel-deployment.yaml.hbs`. */
export function otelDeploymentView(input: RenderInput): View {
  return {
    ...besideView(input, "otel", "workload"),
    image: input.settings.telemetry?.image ?? IMAGE,
    // A pod does not notice that its ConfigMap has changed.
    podAnnotations: { "loadline/otlp": input.settings.telemetry?.otlp ?? "" },
  };
}

export const otelDisruptionBudgetView = (input: RenderInput): View => besideView(input, "otel", "scaling");

export const otelServiceView = (input: RenderInput): View => besideView(input, "otel", "workload");

/** Data of `kubernetes/otel-targets.yaml.hbs`: a Service without an address, whose name resolves to every replica. */
export function otelTargetsView(input: RenderInput): View {
  const { selector, ...identity } = besideView(input, "otel-targets", "workload");
  return { ...identity, selector: selectorOf(input) };
}

/** JSON is YAML: the collector reads it, and no value can break out of it. */
function collectorText(input: RenderInput): string {
  const { name, namespace } = input.deployment;
  const targets = `${besideName(input, "otel-targets")}.${namespace}.svc.cluster.local`;
  const labels = [
    { target_label: "namespace", replacement: namespace },
    { target_label: "service", replacement: name },
  ];
  const scrape = {
    job_name: name,
    scrape_interval: "15s",
    dns_sd_configs: [{ names: [targets], type: "A", port: listeningPort(input), refresh_interval: "15s" }],
    relabel_configs: labels,
  };
  const configuration = {
    extensions: { health_check: { endpoint: "0.0.0.0:13133" } },
    receivers: {
      prometheus: { config: { scrape_configs: [scrape] } },
      otlp: { protocols: { grpc: { endpoint: "0.0.0.0:4317" }, http: { endpoint: "0.0.0.0:4318" } } },
    },
    processors: {
      memory_limiter: { check_interval: "1s", limit_percentage: 80, spike_limit_percentage: 20 },
      batch: {},
    },
    exporters: { otlphttp: { endpoint: input.settings.telemetry?.otlp ?? "" } },
    service: {
      extensions: ["health_check"],
      pipelines: {
        metrics: pipeline(["prometheus", "otlp"]),
        traces: pipeline(["otlp"]),
        logs: pipeline(["otlp"]),
      },
    },
  };
  return `${JSON.stringify(configuration, null, 2)}\n`;
}

const pipeline = (receivers: readonly string[]) => ({
  receivers,
  processors: ["memory_limiter", "batch"],
  exporters: ["otlphttp"],
});
