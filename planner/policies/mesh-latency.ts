import type { LatencyTarget, ModelDeployment } from "../domain/deployment.ts";
import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, type Spot } from "../domain/spot.ts";
import { seconds } from "../units/index.ts";
import { careful, rendered, workload } from "./_example.ts";
import { called, findingAt, modelServers, podOf, top } from "./_manifest.ts";
import { percent } from "./_words.ts";

const promised = (limit: number): ModelDeployment => ({
  ...careful,
  slo: { ...careful.slo, latency: [{ metric: "ttft", percentile: 95, limit: seconds(limit) }] },
});
const meshed = workload({}, { metadata: { labels: { app: "example", "sidecar.istio.io/inject": "true" } } });

/** What a sidecar costs is known where every millisecond was promised. */
export const meshLatency = {
  id: "mesh-latency",
  about: "manifests",
  why: "A sidecar costs a few milliseconds a request, not the 100 to 200 that are told; where the target is that tight, it counts.",
  severity: "notice",
  examples: { passes: rendered([meshed], promised(1.5)), fails: rendered([meshed], promised(0.1)) },
  check,
} satisfies ManifestPolicy;

/** Added by two Istio sidecars at p90, milliseconds: 2.65 (1.9 to 1.12), 6.3 (1.4). Istio's performance pages, seen 2026-11-23. */
const ADDED_MS = { recent: 2.65, old: 6.3 };
/** Below this share of the target nobody would notice. */
const NOTICEABLE = 0.02;

function check(set: ManifestSet): readonly Finding[] {
  const target = (set.forecast?.deployment.slo.latency ?? [])
    .filter(({ metric }) => metric === "ttft")
    .toSorted((a, b) => a.limit - b.limit)[0];
  if (target === undefined || ADDED_MS.recent / (1000 * target.limit) < NOTICEABLE) return [];
  return [
    ...modelServers(set).flatMap((server) => ofPod(server, target)),
    ...set.manifests.filter(({ kind }) => kind === "Namespace").flatMap((space) => ofNamespace(space, target)),
  ];
}

function ofPod(server: Manifest, target: LatencyTarget): readonly Finding[] {
  const metadata = at(podOf(server) ?? top(server), "metadata");
  const places = [
    at(metadata, "labels", "sidecar.istio.io/inject"),
    at(metadata, "annotations", "sidecar.istio.io/inject"),
    at(metadata, "annotations", "linkerd.io/inject"),
  ];
  return injected(server, places, target);
}

function ofNamespace(space: Manifest, target: LatencyTarget): readonly Finding[] {
  const labels = at(top(space), "metadata", "labels");
  return injected(space, [at(labels, "istio-injection"), at(labels, "istio.io/rev")], target);
}

function injected(manifest: Manifest, places: readonly Spot[], target: LatencyTarget): readonly Finding[] {
  const spot = places.find(({ value }) => value !== undefined && !/^(false|disabled)$/.test(String(value)));
  if (spot === undefined) return [];
  const limit = 1000 * target.limit;
  const cost = `${ADDED_MS.recent} ms at p90 (Istio 1.9 to 1.12), ${ADDED_MS.old} ms (1.4)`;
  return [
    findingAt(manifest, spot, {
      id: "mesh-latency",
      severity: "notice",
      message: `${called(manifest)} gets a sidecar, which adds about ${cost}: ${percent(ADDED_MS.recent / limit)} of the p${target.percentile} TTFT of ${limit} ms`,
      action: "Measure it; leave the sidecar out of the model server's pod if the target needs those milliseconds.",
    }),
  ];
}
