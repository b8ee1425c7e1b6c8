import type { Platform, Shape } from "../domain/index.ts";
import { type Bytes, costOf, HOURS_PER_MONTH, type UsDollars, type UsDollarsPerHour } from "../units/index.ts";

/** Cores that a pod asks for, per GPU: one for the engine's loop, one for tokenising and HTTP. Assumed; no limit, so bursts are
 *  free. */
export const CORES_PER_GPU = 2;

/** What one replica asks of a node. */
export interface ReplicaNeeds {
  readonly gpus: number;
  readonly memory: Bytes;
}

/** How many replicas of a plan the scheduler puts on one node: by GPUs, and by the cores and host memory they ask for. */
export function replicasPerNode(shape: Shape, replica: ReplicaNeeds): number {
  const byGpus = Math.floor(shape.gpuCount / replica.gpus);
  const byMemory = Math.floor(shape.allocatable.memory / replica.memory);
  const byCpu = Math.floor(shape.allocatable.milliCpu / (1000 * CORES_PER_GPU * Math.max(1, replica.gpus)));
  return Math.min(byGpus, byMemory, byCpu);
}

/** Whether a replica has room on a machine. Where there is no GPU the model lies in the machine's own memory, which the memory law
 *  has looked at. */
export function holdsReplica({ kind }: Pick<Platform, "kind">, shape: Shape, replica: ReplicaNeeds): boolean {
  if (shape.gpuCount === 0) return true;
  if (kind === "kubernetes" || kind === "machine") return replicasPerNode(shape, replica) > 0;
  return shape.gpuCount >= replica.gpus && shape.allocatable.memory >= replica.memory;
}

/** Replicas that share what is paid as one: several on a node where somebody sees nodes, else each its own; at least one. */
export function replicasPerMachine({ kind }: Pick<Platform, "kind">, shape: Shape, replica: ReplicaNeeds): number {
  const seesNodes = kind === "kubernetes" || kind === "machine";
  return seesNodes ? Math.max(1, replicasPerNode(shape, replica)) : 1;
}

/** Node-hours of a month for a mean number of replicas. A node with room for several is paid whole, so means round up, but
 *  never above a node for each replica: a fleet that mostly sleeps mostly has no node. */
export function nodeHoursPerMonth(meanReplicas: number, perNode: number): number {
  const shared = Math.max(0, Math.ceil(meanReplicas / Math.max(1, perNode) - 1e-9));
  const nodes = perNode <= 1 ? meanReplicas : Math.min(meanReplicas, shared);
  return nodes * HOURS_PER_MONTH;
}

/** A month's bill for the nodes alone. */
export function monthlyNodeCost(meanReplicas: number, perNode: number, price: UsDollarsPerHour): UsDollars {
  return costOf(nodeHoursPerMonth(meanReplicas, perNode), price);
}
