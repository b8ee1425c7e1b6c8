import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
import { at, complain, entries, isPresent, numberOf, type Rule, type Spot, when } from "./spot.ts";

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"];
const HANDLERS = new Set(["httpGet", "tcpSocket", "grpc", "exec"]);
const COUNTS = ["initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold"];

/** Probes ask in one way, and no time or count is negative. */
export const probes: Rule = (manifest) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const spec = at(pod, "spec");
  return [
    ...notNegative(at(spec, "terminationGracePeriodSeconds")),
    ...atLeastOne(at(spec, "activeDeadlineSeconds")),
    ...containersOf(manifest).flatMap((container) => PROBES.flatMap((name) => probeOf(container, name))),
    ...containersOf(manifest).flatMap((container) =>
      ["postStart", "preStop"].flatMap((hook) => [
        ...handlerOf(at(container, "lifecycle", hook), "sleep"),
        ...sleepOf(at(container, "lifecycle", hook, "sleep", "seconds"), spec),
      ]),
    ),
  ];
};

/** Kubernetes gives a pod 30 seconds to end, unless told otherwise. */
function sleepOf(sleep: Spot, spec: Spot): readonly Complaint[] {
  const value = numberOf(sleep);
  const grace = numberOf(at(spec, "terminationGracePeriodSeconds")) ?? 30;
  const message = `${value} is outside 0 to ${grace}, the seconds that the pod has to end`;
  return when(value !== null && (value < 0 || value > grace), sleep, message);
}

function probeOf(container: Spot, name: string): readonly Complaint[] {
  const probe = at(container, name);
  if (!isPresent(probe)) return [];
  const successes = at(probe, "successThreshold");
  const count = numberOf(successes);
  const grace = at(probe, "terminationGracePeriodSeconds");
  return [
    ...handlerOf(probe),
    ...COUNTS.flatMap((field) => notNegative(at(probe, field))),
    ...when(name !== "readinessProbe" && count !== null && count > 1, successes, `must be 1 for a ${name}`),
    ...(name === "readinessProbe"
      ? when(isPresent(grace), grace, "a readinessProbe does not end a pod")
      : atLeastOne(grace)),
  ];
}

function handlerOf(spot: Spot, more = ""): readonly Complaint[] {
  if (!isPresent(spot)) return [];
  const given = entries(spot).filter(([key, value]) => (HANDLERS.has(key) || key === more) && isPresent(value));
  if (given.length === 1) return noCommand(at(spot, "exec"));
  return [complain(spot, `names ${given.length} ways to ask or act instead of one`)];
}

function noCommand(exec: Spot): readonly Complaint[] {
  const { value } = at(exec, "command");
  return when(isPresent(exec) && !(Array.isArray(value) && value.length > 0), exec, "`command` is required");
}

function notNegative(spot: Spot): readonly Complaint[] {
  const value = numberOf(spot);
  return when(value !== null && value < 0, spot, `${value} is below 0`);
}

function atLeastOne(spot: Spot): readonly Complaint[] {
  const value = numberOf(spot);
  return when(value !== null && value < 1, spot, `${value} is below 1`);
}
