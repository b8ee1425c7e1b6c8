import type { Complaint } from "../yaml/readings.ts";
import { containersOf, podOf } from "./pods.ts";
import { at, complain, isPresent, items, numberOf, type Rule, type Spot, show, textOf, when } from "./spot.ts";

/** As whom a pod runs, and behind which profile. */
export const security: Rule = (manifest) => {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const spec = at(pod, "spec");
  const contexts = [spec, ...containersOf(manifest)].map((owner) => at(owner, "securityContext"));
  return [
    ...contexts.flatMap(contextOf),
    ...items(at(spec, "securityContext", "sysctls")).flatMap(sysctl),
    ...onHost(spec),
  ];
};

const LEVELS = ["baseline", "privileged", "restricted"];

/** What a namespace asks of its pods: a level that is not known would be refused, and stand for none where it slipped in. */
export const podSecurity: Rule = (manifest) => {
  if (textOf(at(manifest, "kind")) !== "Namespace") return [];
  const labels = at(manifest, "metadata", "labels");
  return ["enforce", "audit", "warn"].flatMap((mode) => [
    ...levelOf(at(labels, `pod-security.kubernetes.io/${mode}`)),
    ...versionOf(at(labels, `pod-security.kubernetes.io/${mode}-version`)),
  ]);
};

function levelOf(level: Spot): readonly Complaint[] {
  const text = textOf(level);
  return when(text !== null && !LEVELS.includes(text), level, `\`${show(text)}\` is not one of ${LEVELS.join(", ")}`);
}

function versionOf(version: Spot): readonly Complaint[] {
  const text = textOf(version);
  const isKnown = text === null || /^(latest|v1\.(0|[1-9]\d*))$/.test(text);
  return when(!isKnown, version, `\`${show(text)}\` is neither latest nor a release such as v1.34`);
}

const LARGEST_ID = 2 ** 31 - 1;

function contextOf(context: Spot): readonly Complaint[] {
  const ids = [
    ...["runAsUser", "runAsGroup", "fsGroup"].map((field) => at(context, field)),
    ...items(at(context, "supplementalGroups")),
  ];
  const escalation = at(context, "allowPrivilegeEscalation");
  const isPrivileged = at(context, "privileged").value === true;
  return [
    ...ids.flatMap((id) => {
      const value = numberOf(id);
      return when(value !== null && (value < 0 || value > LARGEST_ID), id, `${value} is outside 0 to ${LARGEST_ID}`);
    }),
    ...["seccompProfile", "appArmorProfile"].flatMap((field) => profileOf(at(context, field))),
    ...when(isPrivileged && escalation.value === false, escalation, "must not be false with `privileged: true`"),
  ];
}

function profileOf(profile: Spot): readonly Complaint[] {
  const file = at(profile, "localhostProfile");
  const isLocal = textOf(at(profile, "type")) === "Localhost";
  return [
    ...when(isLocal && !isPresent(file), profile, "`localhostProfile` is required with `type: Localhost`"),
    ...when(!isLocal && isPresent(file), file, "has a meaning only with `type: Localhost`"),
  ];
}

/** Kubernetes: pkg/apis/core/validation, SysctlContainSlashFmt. */
const SYSCTL = /^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$/;

function sysctl(entry: Spot): readonly Complaint[] {
  const name = at(entry, "name");
  const text = textOf(name);
  if (text === null || (text.length <= 253 && SYSCTL.test(text))) return [];
  return [complain(name, `\`${show(text)}\` is not the name of a sysctl (net.core.somaxconn)`)];
}

/** In the host's network a container's port is the host's. */
function onHost(spec: Spot): readonly Complaint[] {
  if (at(spec, "hostNetwork").value !== true) return [];
  const containers = [...items(at(spec, "containers")), ...items(at(spec, "initContainers"))];
  return containers
    .flatMap((container) => items(at(container, "ports")))
    .flatMap((port) => {
      const given = numberOf(at(port, "hostPort"));
      const differs = given !== null && given !== 0 && given !== at(port, "containerPort").value;
      return when(differs, at(port, "hostPort"), "must be the `containerPort` with `hostNetwork: true`");
    });
}
