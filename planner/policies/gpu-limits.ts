import type { Finding } from "../domain/finding.ts";
import type { ManifestPolicy, ManifestSet } from "../domain/policy.ts";
import { at, entries, isPresent } from "../domain/spot.ts";
import { found, server, workload } from "./_example.ts";
import { allContainersOf, called, findingAt, gpuRequests } from "./_manifest.ts";

/** GPUs are requested as they are limited. `validate` says the same as a mistake; a plan has nobody else to say it. */
export const gpuLimits = {
  id: "gpu-limits",
  about: "manifests",
  why: "A device cannot be promised twice: the API server refuses a GPU request that differs from its limit.",
  severity: "blocking",
  examples: {
    passes: found(workload(), workload({ resources: { limits: { "nvidia.com/gpu": 1 } } })),
    fails: found(workload({ resources: { ...server.resources, requests: { "nvidia.com/gpu": 2 } } })),
  },
  check,
} satisfies ManifestPolicy;

function check({ manifests }: ManifestSet): readonly Finding[] {
  return manifests.flatMap((manifest) =>
    allContainersOf(manifest).flatMap((container) => {
      const limits = new Map(entries(at(container, "resources", "limits")));
      const requests = entries(at(container, "resources", "requests"));
      return requests.flatMap(([name, request]) => {
        const limit = limits.get(name);
        const isGpu = gpuRequests(container).some(({ path }) => path.at(-1) === name);
        if (!isGpu || (limit !== undefined && String(limit.value) === String(request.value))) return [];
        const limited = limit !== undefined && isPresent(limit) ? `a limit of ${String(limit.value)}` : "no limit";
        return [
          findingAt(manifest, request, {
            id: "gpu-limits",
            severity: "blocking",
            message: `${called(manifest)} requests ${String(request.value)} ${name} with ${limited}`,
            action: "Give request and limit of a GPU the same number, or write the limit alone.",
          }),
        ];
      });
    }),
  );
}
