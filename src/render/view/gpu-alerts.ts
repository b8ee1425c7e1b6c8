import type { RenderInput } from "../input.ts";
import type { Alert } from "./alert.ts";
import { gpuSeries, podsOf } from "./metrics.ts";

/** GPUs that are paid for and do nothing, and GPUs that a node has lost. */
export function gpuAlerts(input: RenderInput): readonly Alert[] {
  if (input.plan.gpusPerReplica === 0) return [];
  return [idle(input), missing(input)];
}

function idle(input: RenderInput): Alert {
  return {
    name: "LoadlineGpuIdle",
    expr: `max(avg_over_time(${gpuSeries(input, "DCGM_FI_DEV_GPU_UTIL")}[1d])) < 5`,
    duration: "1h",
    severity: "ticket",
    summary: `${input.deployment.name}: the GPUs did nothing for a day`,
    description: "The busiest was busy {{ $value | humanize }} % of the time. Scale to zero, or share a GPU.",
  };
}

/** The device plugin takes a GPU that failed off what a node offers; what the node has stays. */
function missing(input: RenderInput): Alert {
  const lost =
    'kube_node_status_capacity{resource="nvidia_com_gpu"} - on (node) kube_node_status_allocatable{resource="nvidia_com_gpu"} > 0';
  return {
    name: "LoadlineGpuMissing",
    expr: `count(${lost} and on (node) count by (node) (kube_pod_info${podsOf(input)})) > 0`,
    duration: "10m",
    severity: "page",
    summary: `${input.deployment.name}: a node of this model has lost a GPU`,
    description:
      "The device plugin offers fewer GPUs than the node has. Read its log and the kernel's for XID errors; drain the node if they stay away.",
  };
}
