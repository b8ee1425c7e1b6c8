import type { ModelDeployment, Quota, WeightFormat } from "../../domain/index.ts";
import type { HardwareStepTime } from "../predicted-step-time.ts";
import type { Resolved } from "../resolve.ts";

/** One way to serve a model: machine, split, formats and limits. Everything but how many replicas. */
export interface Arm {
  /** Place in the enumeration; breaks ties. */
  readonly index: number;
  readonly deployment: ModelDeployment;
  readonly resolved: Resolved;
  readonly hardware: HardwareStepTime;
  /** Replicas that the scheduler puts on one node, and what the node costs, US dollars an hour. */
  readonly perNode: number;
  readonly nodeUsdPerHour: number;
  readonly sharesNodes: boolean;
  /** Requests per second that one replica carries at most, by the closed form. */
  readonly mostPerReplica: number;
  /** How many things differ from the file, weighed by how much they ask of people: other weights most. */
  readonly changes: number;
}

/** What may be changed. */
export interface Space {
  readonly quota: Quota;
  /** Weights that may be served; null = those of the file and smaller ones that an engine can load. */
  readonly weights: readonly WeightFormat[] | null;
  /** Replicas that there are to be at least, for what no load asks for: one that answers while another restarts. */
  readonly minReplicas: number;
  /** Nodes are shared with other models: a replica costs its part of one. */
  readonly sharesNodes: boolean;
  /** Whether engine limits and the KV format may be changed, and whether the way of scaling may. */
  readonly tunesEngine: boolean;
  readonly tunesScaling: boolean;
}

/** Replicas of an arm that a quota allows. */
export function mostReplicas({ deployment, resolved, perNode }: Arm, { gpus, instances }: Quota): number {
  const { gpuCount } = resolved.shape;
  // A machine is rented whole: all its GPUs count.
  const byGpus = gpuCount === 0 ? Infinity : Math.floor((gpus[resolved.plan.gpu] ?? Infinity) / gpuCount);
  const byNodes = instances[deployment.platform.instance] ?? Infinity;
  return Math.min(byGpus, byNodes) * perNode;
}
