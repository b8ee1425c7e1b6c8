import { at, items, type Spot, textOf } from "./spot.ts";

/** Where the pod of a workload kind stands. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  "v1 Pod": [],
  "v1 PodTemplate": ["template"],
  "v1 ReplicationController": ["spec", "template"],
  "apps/v1 Deployment": ["spec", "template"],
  "apps/v1 ReplicaSet": ["spec", "template"],
  "apps/v1 StatefulSet": ["spec", "template"],
  "apps/v1 DaemonSet": ["spec", "template"],
  "batch/v1 Job": ["spec", "template"],
  "batch/v1 CronJob": ["spec", "jobTemplate", "spec", "template"],
};

/** `apps/v1 Deployment`. */
export function kindOf(manifest: Spot): string {
  return `${textOf(at(manifest, "apiVersion"))} ${textOf(at(manifest, "kind"))}`;
}

/** The pod (metadata and spec) that a workload makes; null for every other kind. */
export function podOf(manifest: Spot): Spot | null {
  const path = POD_PATHS[kindOf(manifest)];
  return path === undefined ? null : at(manifest, ...path);
}

/** Containers of a pod spec, the initial ones last. */
export function containersOf(manifest: Spot): readonly Spot[] {
  const pod = podOf(manifest);
  if (pod === null) return [];
  const spec = at(pod, "spec");
  return [...items(at(spec, "containers")), ...items(at(spec, "initContainers"))];
}
