import type { Finding } from "../domain/finding.ts";
import type { ResolvedPlan } from "../domain/forecast.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, isPresent, items, type Spot } from "../domain/spot.ts";
import { rendered, server, workload } from "./_example.ts";
import { called, containersOf, findingAt, gpuRequests, modelServers } from "./_manifest.ts";
import { patience } from "./_probe.ts";
import { spoken } from "./_words.ts";

/** The server gets the time that it needs to load. */
export const startupProbe = {
  id: "startup-probe",
  about: "manifests",
  why: "Loading weights takes minutes. Without a patient start-up probe the liveness probe ends the server again and again.",
  severity: "warning",
  examples: {
    passes: rendered([workload()]),
    fails: rendered([workload({ startupProbe: { ...server.startupProbe, failureThreshold: 6 } })]),
  },
  check,
} satisfies ManifestPolicy;

const LONG_RUNNING = ["Deployment", "StatefulSet", "ReplicaSet", "LeaderWorkerSet"];

function check(set: ManifestSet): readonly Finding[] {
  const need = set.forecast?.plan ? engineStart(set.forecast.plan) : null;
  return modelServers(set)
    .filter(({ kind }) => LONG_RUNNING.includes(kind))
    .flatMap((manifest) =>
      containersOf(manifest)
        .filter((container) => gpuRequests(container).length > 0)
        .flatMap((container) => ofContainer(manifest, container, need)),
    );
}

/** Node and image come before the container, so a probe does not wait for them. */
function engineStart({ startup }: ResolvedPlan): number {
  const own = startup.phases.filter(({ name }) => name !== "node" && name !== "image pull");
  return own.reduce((sum, { p99 }) => sum + p99, 0);
}

function ofContainer(manifest: Manifest, container: Spot, need: number | null): readonly Finding[] {
  const startup = at(container, "startupProbe");
  const given = patience(startup);
  if (given !== null) return need === null || given >= need ? [] : [tooShort(manifest, startup, { given, need })];
  const why = withoutProbe(container, need);
  if (why === null) return [];
  return [
    findingAt(manifest, container, {
      ...{ id: "startup-probe", severity: "warning" },
      message: `${called(manifest)} has no start-up probe: ${why}`,
      action: `Add a startupProbe on the health path with periodSeconds × failureThreshold of ${need === null ? "the slowest start" : `at least ${Math.ceil(need)} s`}.`,
    }),
  ];
}

/** A server whose liveness nobody asks is safe; one that nobody asks anything is called before it can answer. */
function withoutProbe(container: Spot, need: number | null): string | null {
  const alive = patience(at(container, "livenessProbe"));
  if (alive !== null) {
    if (need !== null && alive >= need) return null;
    const start = need === null ? "" : `, and a slow start takes ${spoken(need)}`;
    return `the liveness probe ends the container ${spoken(alive)} after it began${start}`;
  }
  const serves = items(at(container, "ports")).length > 0;
  return serves && !isPresent(at(container, "readinessProbe"))
    ? "it gets requests as soon as the process exists, long before the model is loaded"
    : null;
}

function tooShort(manifest: Manifest, spot: Spot, { given, need }: { given: number; need: number }): Finding {
  return findingAt(manifest, spot, {
    id: "startup-probe",
    severity: "warning",
    message: `${called(manifest)}: the start-up probe gives up after ${spoken(given)}, but one start in a hundred takes ${spoken(need)} from the container's start to the first answer`,
    action: `Raise failureThreshold so that periodSeconds × failureThreshold is at least ${Math.ceil(need)} s.`,
  });
}
