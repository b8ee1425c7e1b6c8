import { inGibibytes } from "../../../planner/index.ts";
import type { RenderInput, View } from "../input.ts";
import { servesBuiltImage } from "./built-image.ts";
import { identityView } from "./identity.ts";
import { CACHE } from "./launches.ts";

/** Where a shared disk is mounted. */
export const WEIGHTS = "/weights";

/** Room for compiled kernels and whatever else libraries keep. */
const KERNELS_GIB = 10;

/** The volumes of a pod that hold weights and caches. */
export function cacheView(input: RenderInput) {
  const { cache } = input.deployment.pod;
  // What lies in the image is not downloaded a second time.
  const isElsewhere = cache.kind === "shared" || servesBuiltImage(input);
  return {
    cachePath: CACHE,
    cacheSize: `${isElsewhere ? KERNELS_GIB : weightsGibibytes(input) + KERNELS_GIB}Gi`,
    hasOwnDisk: cache.kind === "ephemeral",
    storageClass: cache.kind === "node" ? "" : cache.storageClass,
    hasSharedDisk: cache.kind === "shared",
    weightsPath: WEIGHTS,
    weightsClaim: weightsClaimName(input),
  };
}

export const hasSharedDisk = ({ deployment }: RenderInput): boolean => deployment.pod.cache.kind === "shared";

export const weightsClaimName = ({ deployment }: RenderInput): string => `${deployment.name}-weights`;

/** Data of `kubernetes/persistent-volume-claim.yaml.hbs`. */
export function weightsClaimView(input: RenderInput): View {
  const { cache } = input.deployment.pod;
  return {
    // In the wave of the pods: a claim whose class waits for its first pod would hold up every later wave.
    ...identityView(input, "workload"),
    name: weightsClaimName(input),
    storageClass: cache.kind === "shared" ? cache.storageClass : "",
    size: `${weightsGibibytes(input)}Gi`,
  };
}

/** Weights as published may be twice as wide as loaded (16 bits, quantised while loading). */
function weightsGibibytes({ plan }: RenderInput): number {
  const loaded = plan.memory.parts.weights * Math.max(1, plan.gpusPerReplica);
  return Math.ceil(inGibibytes(loaded as Parameters<typeof inGibibytes>[0]) * 2);
}
