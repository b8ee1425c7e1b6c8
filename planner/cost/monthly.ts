import type { Shape } from "../domain/index.ts";
import { type Bytes, costOf, HOURS_PER_MONTH, type UsDollars, type UsDollarsPerHour } from "../units/index.ts";

/** How many replicas of a plan the scheduler puts on one node: by GPUs, and by the host memory they ask for. */
export function replicasPerNode(shape: Shape, replica: { readonly gpus: number; readonly memory: Bytes }): number {
  const byGpus = Math.floor(shape.gpuCount / replica.gpus);
  const byMemory = Math.floor(shape.allocatable.memory / replica.memory);
  return Math.min(byGpus, byMemory);
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
