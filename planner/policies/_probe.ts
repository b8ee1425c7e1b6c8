import { at, isPresent, numberOf, type Spot } from "../domain/spot.ts";

/** Seconds from a container's start until a probe that never succeeds gives up. Kubernetes' defaults: every 10 s, three times. */
export function patience(probe: Spot): number | null {
  if (!isPresent(probe)) return null;
  const delay = numberOf(at(probe, "initialDelaySeconds")) ?? 0;
  const period = numberOf(at(probe, "periodSeconds")) ?? 10;
  return delay + period * (numberOf(at(probe, "failureThreshold")) ?? 3);
}
