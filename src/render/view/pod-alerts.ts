import type { RenderInput } from "../input.ts";
import type { Alert } from "./alert.ts";
import { podsOf } from "./metrics.ts";

/** What the kubelet saw: kube-state-metrics tells how containers ended and how long pods have been waiting. */
export function podAlerts(input: RenderInput): readonly Alert[] {
  return [killed(input), crashed(input), slowStart(input), unschedulable(input)];
}

function ended(input: RenderInput, code: number): string {
  const server = podsOf(input, 'container="server"');
  const restarted = `increase(kube_pod_container_status_restarts_total${server}[15m]) > 0`;
  return `count(kube_pod_container_status_last_terminated_exitcode${server} == ${code} and on (namespace, pod, container) ${restarted}) > 0`;
}

function killed(input: RenderInput): Alert {
  const limit = Math.round(input.plan.memory.host.limit / 2 ** 20);
  return {
    name: "LoadlineOutOfHostMemory",
    expr: ended(input, 137),
    duration: "0m",
    severity: "page",
    summary: `${input.deployment.name}: the server was killed (exit code 137)`,
    description: `The kernel ends a container that takes more host memory than its limit of ${limit} Mi; GPU memory has nothing to do with it. Raise the limit, or look for a leak. A failed liveness probe ends with 137 as well: see the pod's events.`,
  };
}

function crashed(input: RenderInput): Alert {
  return {
    name: "LoadlineSegmentationFault",
    expr: ended(input, 139),
    duration: "0m",
    severity: "page",
    summary: `${input.deployment.name}: the server crashed (exit code 139)`,
    description:
      "A segmentation fault in native code: most often a driver, CUDA or kernel library that does not fit the image. Compare with the last image that ran.",
  };
}

/** A pod that has been ready within the hour is not starting, whatever else it does. */
function slowStart(input: RenderInput): Alert {
  const seconds = Math.ceil(input.plan.startup.p99);
  const young = `time() - kube_pod_created${podsOf(input)} > ${seconds}`;
  const waiting = `kube_pod_status_ready${podsOf(input, 'condition="false"')} == 1`;
  const alive = `kube_pod_status_phase${podsOf(input, 'phase=~"Pending|Running"')} == 1`;
  const ready = `max_over_time(kube_pod_status_ready${podsOf(input, 'condition="true"')}[1h]) == 1`;
  const by = "on (namespace, pod)";
  return {
    name: "LoadlineSlowStart",
    expr: `count(${young} and ${by} ${waiting} and ${by} ${alive} unless ${by} ${ready}) > 0`,
    duration: "2m",
    severity: "ticket",
    summary: `${input.deployment.name}: a replica takes longer to start than forecast`,
    description: `99 of 100 starts should take ${seconds} s at most. See in the pod's events what it waits for: a node, the image, or the weights.`,
  };
}

function unschedulable(input: RenderInput): Alert {
  const { instance } = input.deployment.platform;
  return {
    name: "LoadlineUnschedulable",
    expr: `sum(kube_pod_status_unschedulable${podsOf(input)}) > 0`,
    duration: "15m",
    severity: "ticket",
    summary: `${input.deployment.name}: a replica finds no node`,
    description: `No node of the type ${instance} has room. Look at the quota and at what the node autoscaler says.`,
  };
}
