import type { Simulation } from "./simulate.ts";

/** One replica that is there from the beginning with nothing around it, measured from its first request to its last: what an
 *  engine alone does with a load. */
export const ONE_REPLICA = {
  ...{ router: "round-robin", replicas: 1, autoscaler: null, startupSeconds: () => 0 },
  ...{ queueLimit: null, timeout: null, measureFrom: 0, measureUntil: Infinity, seed: 1 },
} as const satisfies Partial<Simulation>;
