import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, entries, items, type Spot, textOf } from "../domain/spot.ts";
import { found, workload } from "./_example.ts";
import { called, fewestReplicas, findingAt, modelServers, podOf, top } from "./_manifest.ts";

const spec = { nodeSelector: { "karpenter.sh/capacity-type": "spot" } };

/** Manifests that somebody wrote; of a ModelDeployment `spot-single-replica` speaks, on its line. */
export const oneReplicaOnSpot = {
  id: "one-replica-on-spot",
  about: "manifests",
  why: "Spot nodes are taken back at two minutes' notice or less; a model server takes longer than that to start elsewhere.",
  severity: "warning",
  examples: {
    passes: found(workload({}, { spec }, { replicas: 2 })),
    fails: found(workload({}, { spec }, { replicas: 1 })),
  },
  check,
} satisfies ManifestPolicy;

function check(set: ManifestSet): readonly Finding[] {
  if (set.forecast !== null) return [];
  return modelServers(set)
    .filter((server) => server.kind !== "DaemonSet" && server.kind !== "CronJob" && server.kind !== "Job")
    .filter((server) => fewestReplicas(server, set) === 1)
    .flatMap((server) => {
      const spot = spotOf(server);
      if (spot === null) return [];
      return [
        findingAt(server, spot, {
          id: "one-replica-on-spot",
          severity: "warning",
          message: `${called(server)} runs its only replica on spot nodes, which are taken back at two minutes' notice or less`,
          action: "Run at least two replicas, or take nodes on demand.",
        }),
      ];
    });
}

/** Labels by which Karpenter, EKS, GKE and AKS tell spot nodes, and their values. */
const LABELS: Readonly<Record<string, readonly string[]>> = {
  "karpenter.sh/capacity-type": ["spot"],
  "eks.amazonaws.com/capacityType": ["SPOT"],
  "cloud.google.com/gke-spot": ["true"],
  "cloud.google.com/gke-preemptible": ["true"],
  "kubernetes.azure.com/scalesetpriority": ["spot"],
};

const isSpot = (label: string | null, value: Spot): boolean =>
  label !== null && Object.hasOwn(LABELS, label) && (LABELS[label] ?? []).includes(String(value.value));

/** Where a pod asks for spot nodes, by selector or by an affinity that leaves nothing else; a toleration alone only allows them. */
function spotOf(server: Manifest): Spot | null {
  const pod = at(podOf(server) ?? top(server), "spec");
  const selected = entries(at(pod, "nodeSelector")).find(([label, value]) => isSpot(label, value));
  return selected?.[1] ?? requiredSpot(pod);
}

function requiredSpot(pod: Spot): Spot | null {
  const required = at(pod, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
  const terms = items(at(required, "nodeSelectorTerms")).map((term) => items(at(term, "matchExpressions")));
  const asked = terms.map((term) => term.find(asksForSpot));
  return asked.length > 0 && asked.every((one) => one !== undefined) ? (asked[0] ?? null) : null;
}

/** `In` with values that are all spot. */
function asksForSpot(expression: Spot): boolean {
  const values = items(at(expression, "values"));
  const label = textOf(at(expression, "key"));
  return textOf(at(expression, "operator")) === "In" && values.length > 0 && values.every((one) => isSpot(label, one));
}
