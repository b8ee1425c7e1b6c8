import type { Finding } from "../domain/finding.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, isPresent, type Spot } from "../domain/spot.ts";
import { rendered, server, workload } from "./_example.ts";
import { called, containersOf, findingAt, gpuRequests, modelServers } from "./_manifest.ts";
import { bytesOf } from "./_quantity.ts";
import { gibi } from "./_words.ts";

/** The model server gets the host memory that the plan counts on. */
export const memoryBelowPlan = {
  id: "memory-below-plan",
  about: "manifests",
  why: "Host memory is what exit code 137 is about: a limit below the need kills the server while it loads, whatever the GPU has.",
  severity: "warning",
  examples: {
    passes: rendered([workload()]),
    fails: rendered([workload({ resources: { ...server.resources, limits: { memory: "4Gi", "nvidia.com/gpu": 1 } } })]),
  },
  check,
} satisfies ManifestPolicy;

function check(set: ManifestSet): readonly Finding[] {
  const need = set.forecast?.plan?.memory.host.request ?? null;
  if (need === null) return [];
  return modelServers(set).flatMap((manifest) =>
    containersOf(manifest)
      .filter((container) => gpuRequests(container).length > 0)
      .flatMap((container) =>
        ["limits", "requests"].flatMap((side) => below(manifest, at(container, "resources", side), need)),
      )
      .slice(0, 1),
  );
}

/** Requests are rounded up to whole mebibytes, so a mebibyte less is no difference. */
const MEBIBYTE = 2 ** 20;

function below(manifest: Manifest, side: Spot, need: number): readonly Finding[] {
  const spot = at(side, "memory");
  const given = isPresent(spot) ? bytesOf(spot.value) : null;
  if (given === null || given >= need - MEBIBYTE) return [];
  const isLimit = side.path.at(-1) === "limits";
  const end = isLimit ? "the container would end with exit code 137" : "it may land on a node that has too little";
  return [
    findingAt(manifest, spot, {
      id: "memory-below-plan",
      severity: "warning",
      message: `${called(manifest)}: a memory ${isLimit ? "limit" : "request"} of ${String(spot.value)}, where the plan needs ${gibi(need)} of host memory: ${end}`,
      action: `Ask for at least ${Math.ceil(need / MEBIBYTE)}Mi.`,
    }),
  ];
}
