import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, numberOf, type Spot } from "../domain/spot.ts";
import { found, manifest, workload } from "./_example.ts";
import { called, fewestReplicas, findingAt, modelServers, namespaceOf, podOf, top } from "./_manifest.ts";
import { selects } from "./_selector.ts";

const single = workload({}, {}, { replicas: 1 });
const budget = manifest("policy/v1", "PodDisruptionBudget", {
  spec: { minAvailable: 1, selector: { matchLabels: { app: "example" } } },
});

/** A drain asks before it takes the only replica. */
export const disruptionBudget = {
  id: "disruption-budget",
  about: "manifests",
  why: "Without a PodDisruptionBudget a node drain, a cluster upgrade or Karpenter takes the only replica without asking.",
  severity: "warning",
  examples: { passes: found(single, budget), fails: found(single) },
  check,
} satisfies ManifestPolicy;

function check(set: ManifestSet): readonly Finding[] {
  return modelServers(set)
    .filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet")
    .filter((server) => fewestReplicas(server, set) === 1 && !isCovered(server, set))
    .map((server) =>
      findingAt(server, placeOf(server), {
        id: "disruption-budget",
        severity: "warning",
        message: `${called(server)} runs one replica, and no PodDisruptionBudget here selects it: a drained node ends it without asking`,
        action:
          "Run two replicas with maxUnavailable: 1, or add a PodDisruptionBudget with minAvailable: 1 and drain by hand.",
      }),
    );
}

function isCovered(server: Manifest, { manifests }: ManifestSet): boolean {
  const pod = podOf(server);
  return manifests.some(
    (one) =>
      one.kind === "PodDisruptionBudget" &&
      pod !== null &&
      namespaceOf(one) === namespaceOf(server) &&
      selects(at(top(one), "spec", "selector"), at(pod, "metadata", "labels")),
  );
}

function placeOf(server: Manifest): Spot {
  const spec = at(top(server), "spec");
  const replicas = at(spec, "replicas");
  return numberOf(replicas) === null ? spec : replicas;
}
