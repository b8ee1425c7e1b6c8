import { datasheet } from "../domain/fact.ts";
import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, type Spot, textOf } from "../domain/spot.ts";
import { majorMinor } from "../domain/version.ts";
import { found, manifest } from "./_example.ts";
import { called, findingAt, top } from "./_manifest.ts";

const cluster = (version: string): Manifest =>
  manifest("eksctl.io/v1alpha5", "ClusterConfig", { metadata: { name: "example", region: "us-east-1", version } });

/** Clusters run a release of Kubernetes that is still mended. */
export const unsupportedKubernetes = {
  id: "unsupported-kubernetes",
  about: "manifests",
  why: "A release out of support gets no fixes, and providers ask more for it or upgrade it when it does not suit.",
  severity: "warning",
  examples: { passes: found(cluster("1.36")), fails: found(cluster("1.24")) },
  check,
} satisfies ManifestPolicy;

/** Minor release of 1.x to the day its support ended upstream. */
const ENDED = datasheet(
  { 34: "2026-10-27", 33: "2026-06-28", 32: "2026-02-28", 31: "2025-11-11", 30: "2025-07-15", 29: "2025-02-28" },
  "kubernetes.io/releases and kubernetes/website data/releases/eol.yaml",
  "2026-11-28",
);
const NEWEST_ENDED = Math.max(...Object.keys(ENDED.value).map(Number));

/** Where kinds that make clusters say which release: eksctl, Cluster API, the controllers of AWS, Google and Azure. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  "eksctl.io ClusterConfig": ["metadata", "version"],
  "eks.services.k8s.aws Cluster": ["spec", "version"],
  "cluster.x-k8s.io Cluster": ["spec", "topology", "version"],
  "controlplane.cluster.x-k8s.io KubeadmControlPlane": ["spec", "version"],
  "controlplane.cluster.x-k8s.io AWSManagedControlPlane": ["spec", "version"],
  "container.cnrm.cloud.google.com ContainerCluster": ["spec", "minMasterVersion"],
  "containerservice.azure.com ManagedCluster": ["spec", "kubernetesVersion"],
};

function check({ manifests }: ManifestSet): readonly Finding[] {
  return manifests.flatMap((one) => {
    const spot = placeOf(one);
    const version = majorMinor(textOf(spot) ?? "");
    const minor = version?.startsWith("1.") ? Number(version.slice(2)) : Number.POSITIVE_INFINITY;
    if (minor > NEWEST_ENDED) return [];
    const day = Object.entries(ENDED.value).find(([release]) => Number(release) === minor)?.[1];
    return [
      findingAt(one, spot, {
        id: "unsupported-kubernetes",
        severity: "warning",
        message: `${called(one)} runs Kubernetes 1.${minor}, whose support ended upstream ${day === undefined ? "before 2025" : `on ${day}`}`,
        action: `Upgrade, one minor release at a time, to 1.${NEWEST_ENDED + 1} or newer.`,
      }),
    ];
  });
}

function placeOf(one: Manifest): Spot {
  const kind = `${one.apiVersion.split("/")[0]} ${one.kind}`;
  const path = Object.hasOwn(PLACES, kind) ? PLACES[kind] : undefined;
  return path === undefined ? { value: undefined, path: [] } : at(top(one), ...path);
}
