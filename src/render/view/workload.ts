import { CORES_PER_GPU } from "../../../planner/index.ts";
import type { RenderInput, View } from "../input.ts";
import { cacheView } from "./cache.ts";
import { identityView, labelsOf, selectorOf } from "./identity.ts";
import { launchView } from "./launch.ts";
import { launchOf } from "./launches.ts";
import { placementView } from "./placement.ts";
import { secretsView } from "./secrets.ts";

const MEBIBYTE = 2 ** 20;
/** Seconds between two start-up probes. */
const PROBE_PERIOD = 10;
/** Seconds a stopping pod still gets requests, until every proxy has heard of it. */
const DRAIN_SECONDS = 10;

/** Data of `kubernetes/deployment.yaml.hbs`. */
export function deploymentView(input: RenderInput): View {
  const { deployment, engine, plan } = input;
  const { scaling } = deployment;
  return {
    ...identityView(input, "workload"),
    isFixed: scaling.mode === "fixed",
    replicas: scaling.mode === "fixed" ? scaling.replicas : null,
    ...rolloutView(input),
    selector: selectorOf(input),
    podLabels: labelsOf(input),
    ...launchView(input),
    ...secretsView(input),
    ...cacheView(input),
    ...securityView(input),
    ...placementView(input),
    healthPath: engine.healthPath,
    startupPeriodSeconds: PROBE_PERIOD,
    startupFailures: Math.max(6, Math.ceil(plan.startup.p99 / PROBE_PERIOD)),
    drainCommand: ["sleep", String(DRAIN_SECONDS)],
    gracePeriodSeconds: gracePeriod(input),
    ...resourcesView(input),
  };
}

/**
 * The restricted profile, and what it does not ask for: a root file system that cannot be written. No engine here needs
 * the baseline profile: what the images want root for is a home and a name, which the environment gives.
 */
function securityView(input: RenderInput) {
  const { pod } = input.deployment;
  return {
    user: pod.runAsUser,
    readOnlyRoot: pod.readOnlyRoot && launchOf(input).leavesRootAlone,
    hasPriority: pod.priorityClass !== null,
    priorityClass: pod.priorityClass,
  };
}

/**
 * Where a GPU can be spared, the new pod comes before the old one goes. Reserved capacity has none to spare: there the
 * old pod goes first, and for that time the fleet is one replica smaller.
 */
function rolloutView({ deployment, plan }: RenderInput) {
  const canSurge = deployment.platform.capacity !== "reserved";
  return {
    maxSurge: canSurge ? 1 : 0,
    maxUnavailable: canSurge ? 0 : 1,
    // Twice the slow start-up: a rollout that is merely waiting for a node is not yet a failed one.
    progressDeadlineSeconds: Math.max(600, Math.ceil((plan.startup.p99 * 2) / 60) * 60),
  };
}

/** Long enough for the slowest request that was promised, twice over, after the proxies have let go. */
function gracePeriod({ deployment }: RenderInput): number {
  const limits = deployment.slo.latency.filter(({ metric }) => metric === "e2e").map(({ limit }) => limit as number);
  const slowest = limits.length === 0 ? 60 : Math.max(...limits);
  return DRAIN_SECONDS + Math.min(600, Math.max(30, Math.ceil(slowest * 2)));
}

function resourcesView({ deployment, plan }: RenderInput) {
  const { memory, gpusPerReplica } = plan;
  return {
    cpuRequest: String(CORES_PER_GPU * Math.max(1, gpusPerReplica)),
    memoryRequest: mebibytesUp(memory.host.request),
    memoryLimit: mebibytesUp(memory.host.limit),
    hasGpu: plan.gpu !== null && gpusPerReplica > 0,
    gpus: gpusPerReplica,
    sharedMemory: `${deployment.platform.tensorParallel > 1 ? 2 * deployment.platform.tensorParallel : 1}Gi`,
  };
}

function mebibytesUp(size: number): string {
  return `${Math.ceil(size / MEBIBYTE)}Mi`;
}
