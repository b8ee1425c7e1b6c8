import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, textOf } from "../domain/spot.ts";
import { found, manifest, workload } from "./_example.ts";
import { called, findingAt, modelServers, namespaceOf, top } from "./_manifest.ts";

const recommending = (updateMode: string): Manifest =>
  manifest("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", {
    spec: { targetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "example" }, updatePolicy: { updateMode } },
  });

/** No VerticalPodAutoscaler evicts a model server. */
export const verticalAutoscaler = {
  id: "vertical-autoscaler",
  about: "manifests",
  why: "It resizes CPU and memory only, never GPUs, and does so by evicting pods that take minutes to load their weights.",
  severity: "warning",
  examples: { passes: found(workload(), recommending("Off")), fails: found(workload(), recommending("Auto")) },
  check,
} satisfies ManifestPolicy;

function check(set: ManifestSet): readonly Finding[] {
  const servers = modelServers(set);
  return set.manifests
    .filter(({ kind }) => kind === "VerticalPodAutoscaler")
    .flatMap((one) => {
      const target = at(top(one), "spec", "targetRef");
      const server = servers.find(
        (candidate) =>
          candidate.kind === textOf(at(target, "kind")) &&
          candidate.name === textOf(at(target, "name")) &&
          namespaceOf(candidate) === namespaceOf(one),
      );
      const mode = at(top(one), "spec", "updatePolicy", "updateMode");
      if (server === undefined || textOf(mode) === "Off") return [];
      return [
        findingAt(one, target, {
          id: "vertical-autoscaler",
          severity: "warning",
          message: `${called(one)} changes CPU and memory of ${called(server)} by evicting its pods; it cannot add GPUs, which is what runs short`,
          action: "Set updateMode: Off and read its recommendation, or remove it; scale replicas instead.",
        }),
      ];
    });
}
