import { Remembered } from "../remembered.ts";
import type { Arm } from "./arm.ts";
import type { Fleet } from "./fleets.ts";
import type { Misses } from "./misses.ts";

/** What a fleet of one size came to under one look at the traffic. */
export type Outcome = Misses & { readonly replicas: number };

/** A fleet, and how it is looked at. */
interface Asked {
  readonly fleet: Fleet;
  readonly look: object;
}

/** What several searches under one traffic need not do twice: windows of requests, what one replica carries, and what fixed fleets of the
 *  same replicas came to, whoever rents them out. */
export class Reused {
  readonly traffic = new Remembered();
  private readonly otherTraffic = new Map<number, Remembered>();
  private readonly rates = new Map<string, number>();
  private readonly outcomes = new Map<string, Outcome>();

  /** Windows of requests under another seed, so many beyond the question's. */
  trafficOf(step: number): Remembered {
    return found(this.otherTraffic, step, () => new Remembered());
  }

  rate(arm: Arm, simulate: () => number): number {
    return found(this.rates, replicaKey(arm), simulate);
  }

  /** An autoscaled fleet is another one where machines take longer to come; a fixed one is the same everywhere. */
  outcome(arm: Arm, { fleet: { scaling }, look }: Asked, simulate: () => Outcome): Outcome {
    if (scaling.mode !== "fixed") return simulate();
    const timeout = arm.resolved.platform.requestTimeout?.value ?? null;
    return found(this.outcomes, JSON.stringify([replicaKey(arm), scaling.replicas, timeout, look]), simulate);
  }
}

/** Everything that decides what one replica does. The rest of a deployment is the same for all plans of a search. */
function replicaKey({ resolved: { plan, shape }, deployment }: Arm): string {
  const { gpu, gpusPerReplica, engine, weights, kvCache, maxContext, limits, memory } = plan;
  const { kvBlocks, blockSize } = memory;
  const { calibration, prefixCaching } = deployment.engine;
  return JSON.stringify([
    ...[gpu, gpusPerReplica, engine, weights, kvCache, maxContext, limits, kvBlocks, blockSize],
    ...[calibration, prefixCaching, shape.cpu?.value],
  ]);
}

function found<Key, T>(map: Map<Key, T>, key: Key, make: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
