import type { GpuId } from "../domain/ids.generated.ts";
import type { HostingRequest, Shape } from "../domain/platform.ts";
import { type Bytes, gibibytes } from "../units/index.ts";

/** What is printed of a machine with GPUs: which, how many, vCPUs, GiB of memory. */
export type GpuRow = readonly [gpu: GpuId, count: number, vcpus: number, memoryGib: number];

/** Machines by name; `leaves`: what a pod or container may ask for of so many vCPUs and so much memory. */
export function gpuShapes(
  rows: Readonly<Record<string, GpuRow>>,
  leaves: (vcpus: number, memory: Bytes) => Shape["allocatable"],
): Readonly<Record<string, Shape>> {
  return Object.fromEntries(
    Object.entries(rows).map(([name, [gpu, gpuCount, vcpus, memoryGib]]) => {
      const memory = gibibytes(memoryGib);
      return [name, { gpu, gpuCount, vcpus, memory, allocatable: leaves(vcpus, memory), cpu: null }];
    }),
  );
}

/** What a refusal needs to know about a place: who rents there, what, and what the sizes of one family share. */
export interface Rented {
  readonly rentedBy: string;
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly familyOf: (instance: string) => string;
}

/** Why this instance cannot carry one replica, or null: an unknown name, other GPUs, too few of them. */
export function refuseInstance(request: HostingRequest, { rentedBy, shapes, familyOf }: Rented): string | null {
  const { instance, gpu, gpusPerReplica } = request;
  const shape = Object.hasOwn(shapes, instance) ? shapes[instance] : undefined;
  if (shape === undefined) {
    const known = nearest(instance, Object.keys(shapes), familyOf);
    return `${rentedBy} has no GPU instance ${instance} that is known here; ${known}.`;
  }
  if (gpu !== null && gpu !== shape.gpu) return `${instance} has ${shape.gpu} GPUs, not ${gpu}.`;
  if (gpusPerReplica > shape.gpuCount) {
    return `${instance} has ${shape.gpuCount} of the ${gpusPerReplica} GPUs a replica needs; one replica over several nodes is not modelled.`;
  }
  return null;
}

/** The sizes of the family that was meant, or the families there are. */
function nearest(instance: string, names: readonly string[], familyOf: Rented["familyOf"]): string {
  const plain = (name: string) => familyOf(name).toLowerCase();
  const sizes = names.filter((name) => plain(name) === plain(instance));
  if (sizes.length > 0) return `known of its family: ${sizes.join(", ")}`;
  return `known families: ${[...new Set(names.map(familyOf))].join(", ")}`;
}
