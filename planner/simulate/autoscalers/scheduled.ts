import type { Autoscaler } from "../autoscaler.ts";

/** Follows the clock alone: the scheduled minimum is the number of replicas. */
export function scheduled(minimumAt: (now: number) => number, bounds: { min: number; max: number }): Autoscaler {
  return {
    interval: 15,
    decide: (_seen, _current, now) => Math.min(bounds.max, Math.max(bounds.min, minimumAt(now))),
  };
}
