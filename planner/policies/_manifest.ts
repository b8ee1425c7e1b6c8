import type { Finding } from "../domain/finding.ts";
import type { Manifest, ManifestSet } from "../domain/index.ts";
import { at, entries, items, numberOf, type Spot, textOf } from "../domain/spot.ts";

export const top = ({ body }: Manifest): Spot => ({ value: body, path: [] });

/** What names a finding, and what it says. */
type Words = Omit<Finding, "path" | "resource">;

/** A finding about a place in a manifest. */
export function findingAt(manifest: Manifest, spot: Spot, words: Words): Finding {
  const { kind, name, file } = manifest;
  return { ...words, path: spot.path, resource: { kind, name, file, line: manifest.lineAt(spot.path) } };
}

/** `Deployment chat`. */
export const called = ({ kind, name }: Manifest): string => (name === null ? kind : `${kind} ${name}`);

/** Null where none is said. */
export const namespaceOf = (manifest: Manifest): string | null => textOf(at(top(manifest), "metadata", "namespace"));

const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  Deployment: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
  LeaderWorkerSet: ["spec", "leaderWorkerTemplate", "workerTemplate"],
};

/** The pod (metadata and spec) that a workload makes; null for every other kind. */
export function podOf(manifest: Manifest): Spot | null {
  const path = Object.hasOwn(POD_PATHS, manifest.kind) ? POD_PATHS[manifest.kind] : undefined;
  return path === undefined ? null : at(top(manifest), ...path);
}

export function containersOf(manifest: Manifest): readonly Spot[] {
  const pod = podOf(manifest);
  return pod === null ? [] : items(at(pod, "spec", "containers"));
}

/** Initial containers come last. */
export function allContainersOf(manifest: Manifest): readonly Spot[] {
  const pod = podOf(manifest);
  return pod === null ? [] : [...containersOf(manifest), ...items(at(pod, "spec", "initContainers"))];
}

const GPU = /^(nvidia\.com\/(gpu|mig-.+)|amd\.com\/gpu)$/;

/** The GPUs that a container asks for, by request or limit. */
export function gpuRequests(container: Spot): readonly Spot[] {
  return ["limits", "requests"].flatMap((side) =>
    entries(at(container, "resources", side)).flatMap(([name, spot]) => (GPU.test(name) ? [spot] : [])),
  );
}

/** GPUs of a container; 0 where it asks for none. */
export function gpusOf(container: Spot): number {
  return Math.max(0, ...gpuRequests(container).map(({ value }) => Number(value) || 0));
}

export const asksForGpu = (manifest: Manifest): boolean =>
  containersOf(manifest).some((container) => gpuRequests(container).length > 0);

/** Model servers: workloads that ask for a GPU, and whatever was rendered for a ModelDeployment. */
export function modelServers({ manifests, forecast }: ManifestSet): readonly Manifest[] {
  const isOwn = (manifest: Manifest) => forecast !== null && [null, "model-server"].includes(componentOf(manifest));
  return manifests.filter((manifest) => podOf(manifest) !== null && (isOwn(manifest) || asksForGpu(manifest)));
}

/** What a workload is a part of, in Kubernetes' own label: a gateway or a collector beside a server is none. */
function componentOf(manifest: Manifest): string | null {
  const pod = podOf(manifest);
  return pod === null ? null : textOf(at(pod, "metadata", "labels", "app.kubernetes.io/component"));
}

/** Command and arguments, one text. */
export function commandLine(container: Spot): string {
  return [...items(at(container, "command")), ...items(at(container, "args"))]
    .map(({ value }) => String(value))
    .join(" ");
}

/** Name and value of each variable that stands as text; references to elsewhere are no text. */
export function variablesOf(container: Spot): readonly { readonly name: string; readonly spot: Spot }[] {
  return items(at(container, "env")).flatMap((spot) => {
    const name = textOf(at(spot, "name"));
    return name === null ? [] : [{ name, spot }];
  });
}

/** Autoscalers of this set that scale a workload. */
export function autoscalersOf(target: Manifest, { manifests }: ManifestSet): readonly Manifest[] {
  return manifests.filter((manifest) => {
    if (manifest.kind !== "HorizontalPodAutoscaler" && manifest.kind !== "ScaledObject") return false;
    const reference = at(top(manifest), "spec", "scaleTargetRef");
    const kind = textOf(at(reference, "kind")) ?? "Deployment";
    const isSame = kind === target.kind && textOf(at(reference, "name")) === target.name;
    return isSame && namespaceOf(manifest) === namespaceOf(target);
  });
}

/** Replicas of a workload at least: of its autoscaler where it has one; Kubernetes' own default is one. */
export function fewestReplicas(server: Manifest, set: ManifestSet): number {
  const [autoscaler] = autoscalersOf(server, set);
  if (autoscaler === undefined) return numberOf(at(top(server), "spec", "replicas")) ?? 1;
  const spec = at(top(autoscaler), "spec");
  const isHpa = autoscaler.kind === "HorizontalPodAutoscaler";
  return numberOf(at(spec, isHpa ? "minReplicas" : "minReplicaCount")) ?? (isHpa ? 1 : 0);
}
