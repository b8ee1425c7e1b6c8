import type { Complaint } from "../yaml/readings.ts";
import { containersOf, kindOf, podOf } from "./pods.ts";
import { at, complain, isPresent, items, type Rule, type Spot } from "./spot.ts";

type Since = Readonly<Record<string, number>>;

/**
 * Fields, and the first release that knows them; one before refuses them as unknown. Source: `+featureGate` in k8s.io/api's
 * types.go, and the first version of each gate in pkg/features/kube_features.go, of 1.36.
 */
const OF_PODS: Since = {
  hostnameOverride: 34,
  resources: 32,
  "securityContext.seLinuxChangePolicy": 32,
  "securityContext.supplementalGroupsPolicy": 31,
};
const OF_CONTAINERS: Since = { "lifecycle.stopSignal": 33, restartPolicyRules: 34 };
const OF_VOLUMES: Since = { image: 31 };
const OF_SOURCES: Since = { clusterTrustBundle: 29, podCertificate: 34 };
const OF_KINDS: Readonly<Record<string, Since>> = {
  "autoscaling/v2 HorizontalPodAutoscaler": {
    "spec.behavior.scaleDown.tolerance": 33,
    "spec.behavior.scaleUp.tolerance": 33,
  },
  "batch/v1 CronJob": { "spec.jobTemplate.spec.managedBy": 30, "spec.jobTemplate.spec.successPolicy": 30 },
  "batch/v1 Job": { "spec.managedBy": 30, "spec.successPolicy": 30 },
  "v1 PersistentVolume": { "spec.volumeAttributesClassName": 29 },
  "v1 PersistentVolumeClaim": { "spec.volumeAttributesClassName": 29 },
  "v1 Service": { "spec.trafficDistribution": 30 },
};

/** What the server of an older release does not know. */
export const newerFields: Rule = (manifest, release) => {
  const pod = podOf(manifest);
  const spec = pod === null ? null : at(pod, "spec");
  const volumes = spec === null ? [] : items(at(spec, "volumes"));
  const owners: readonly (readonly [Spot, Since])[] = [
    [manifest, OF_KINDS[kindOf(manifest)] ?? {}],
    ...(spec === null ? [] : [[spec, OF_PODS] as const]),
    ...containersOf(manifest).flatMap((one) => [
      [one, OF_CONTAINERS] as const,
      ...items(at(one, "env")).map((variable) => [at(variable, "valueFrom"), { fileKeyRef: 34 }] as const),
    ]),
    ...volumes.flatMap((one) => [
      [one, OF_VOLUMES] as const,
      ...items(at(one, "projected", "sources")).map((source) => [source, OF_SOURCES] as const),
    ]),
  ];
  return owners.flatMap(([owner, fields]) => newerIn(owner, fields, release));
};

function newerIn(owner: Spot, fields: Since, release: number): readonly Complaint[] {
  return Object.entries(fields).flatMap(([path, since]) => {
    const spot = at(owner, ...path.split("."));
    const isUnknown = isPresent(spot) && release < since;
    return isUnknown ? [complain(spot, `exists since Kubernetes 1.${since}, not in 1.${release}`)] : [];
  });
}
