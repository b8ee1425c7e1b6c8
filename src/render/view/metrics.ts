import { type EngineMetrics, metricsOf, type ScalingMetric } from "../../../planner/index.ts";
import type { RenderInput } from "../input.ts";

/** Where nobody says: prometheus-operator's own Service, whose name it chooses, in the namespace that the Settings name. */
export const prometheusOf = ({ prometheusUrl, settings }: RenderInput): string =>
  prometheusUrl ?? `http://prometheus-operated.${settings.kubernetes.monitoringNamespace}.svc.cluster.local:9090`;

/** The names that this version of the engine exports. */
export const engineMetrics = ({ engine, plan }: RenderInput): EngineMetrics => metricsOf(engine, plan.engine.version);

/** Label matchers that pick this deployment's own series: the ServiceMonitor sets both labels. */
export function ownSeries({ deployment }: RenderInput, matchers = ""): string {
  const own = `namespace=${quote(deployment.namespace)},service=${quote(deployment.name)}`;
  return `{${own}${matchers === "" ? "" : `,${matchers}`}}`;
}

/** Pods of the model server as kube-state-metrics names them: neither a gateway's nor those of `chat-two`. */
export function podsOf({ deployment }: RenderInput, matchers = ""): string {
  const own = `namespace=${quote(deployment.namespace)},pod=~${quote(podPattern(deployment.name))}`;
  return `{${own}${matchers === "" ? "" : `,${matchers}`}}`;
}

/** A GPU's own series, as dcgm-exporter labels them for the pod that holds it. */
export function gpuSeries(input: RenderInput, metric: string): string {
  const { deployment } = input;
  const pods = quote(podPattern(deployment.name));
  return `${metric}{exported_namespace=${quote(deployment.namespace)},exported_pod=~${pods}}`;
}

const podPattern = (name: string): string => `${name.replaceAll(".", "\\.")}-[a-z0-9]+-[a-z0-9]+`;

/** The fleet's total of a scaling metric; the autoscaler divides it by the number of replicas. Null: the engine has no such metric. */
export function scalingQuery(input: RenderInput, metric: ScalingMetric): string | null {
  const metrics = engineMetrics(input);
  const own = ownSeries(input);
  switch (metric) {
    case "requests-waiting":
      return `sum(${metrics.waiting}${own})`;
    case "requests-running":
      return `sum(${metrics.running}${own})`;
    case "concurrency":
      return `sum(${metrics.waiting}${own}) + sum(${metrics.running}${own})`;
    case "kv-use":
      return metrics.kvUse === null ? null : `sum(${metrics.kvUse}${own})`;
    case "gpu-utilization":
      return gpuUtilization(input);
  }
}

/** dcgm-exporter reports 0 to 100 for each GPU; here it becomes a share of each replica. */
function gpuUtilization(input: RenderInput): string {
  return `sum(${gpuSeries(input, "DCGM_FI_DEV_GPU_UTIL")}) / ${100 * Math.max(1, input.plan.gpusPerReplica)}`;
}

/** PromQL takes JSON's escapes in double quotes. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

export function decimal(value: number): string {
  return String(Math.round(value * 1e6) / 1e6);
}
