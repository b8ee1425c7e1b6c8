import type { SimulatedShare } from "../cost/breakdown.ts";
import { steady } from "../cost/machine-hours.ts";
import { HOUR } from "../units/index.ts";
import type { SimulatedHorizon } from "./simulate-design.ts";

/** The replicas of each window, for the bill. `capacity`: requests per second of one replica; `fewest`: replicas that scaling keeps
 *  whatever the calendar says. */
export function replicaShares(
  horizon: SimulatedHorizon,
  { capacity, fewest }: { readonly capacity: number; readonly fewest: number },
): readonly SimulatedShare[] {
  return horizon.map(({ stratum, rate, result: { replicas, fleet, busyShare } }) => {
    const seconds = replicas.mean > 0 ? replicas.seconds / replicas.mean : 0;
    return {
      ...{ weight: stratum.weight, replicas: replicas.mean, atOnce: fleet.atOnce, busyShare },
      starting: seconds > 0 ? fleet.startingSeconds / seconds : 0,
      startsPerHour: seconds > 0 ? (fleet.started * HOUR) / seconds : 0,
      load: rate / Math.max(1e-9, capacity),
      fewest: Math.max(fewest, stratum.hour.minimum),
    };
  });
}

/** So many replicas the whole month, whatever comes. */
export const always = (replicas: number): readonly SimulatedShare[] => [
  { ...steady(replicas), load: 0, fewest: replicas },
];
