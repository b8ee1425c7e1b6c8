import type { ScalingMetric } from "../../../planner/index.ts";
import type { RenderInput } from "../input.ts";

/** Where nobody says: prometheus-operator's own Service, whose name it chooses, in the namespace that the Settings name. */
export const prometheusOf = ({ prometheusUrl, settings }: RenderInput): string =>
  prometheusUrl ?? `http://prometheus-operated.${settings.kubernetes.monitoringNamespace}.svc.cluster.local:9090`;

/** Label matchers that pick this deployment's own series: the ServiceMonitor sets both labels. */
export function ownSeries({ deployment }: RenderInput): string {
  return `{namespace=${quote(deployment.namespace)},service=${quote(deployment.name)}}`;
}

/** The fleet's total of a scaling metric; the autoscaler divides it by the number of replicas. Null: the engine has no such metric. */
export function scalingQuery(input: RenderInput, metric: ScalingMetric): string | null {
  const { metrics } = input.engine;
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

/** dcgm-exporter reports 0 to 100 for each GPU and names the pod in `exported_pod`; here it becomes a share of each replica. */
function gpuUtilization({ deployment, plan }: RenderInput): string {
  const pods = `${deployment.name.replaceAll(".", "\\.")}-.*`;
  const own = `{exported_namespace=${quote(deployment.namespace)},exported_pod=~${quote(pods)}}`;
  return `sum(DCGM_FI_DEV_GPU_UTIL${own}) / ${100 * Math.max(1, plan.gpusPerReplica)}`;
}

/** PromQL takes JSON's escapes in double quotes. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
