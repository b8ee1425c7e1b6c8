import type { LatencyTarget } from "../../domain/index.ts";
import type { Stratum } from "../../traffic/strata.ts";
import { type SimulatedHorizon, samplesOf, simulatePoint } from "../simulate-design.ts";
import { weightAbove } from "../weighted-samples.ts";
import type { WindowSetting } from "../windows.ts";

/** One point of a plan, and what it may not miss. */
export interface LostQuestion {
  readonly setting: WindowSetting;
  readonly strata: readonly Stratum[];
  readonly at: { readonly level: number; readonly slowness: number };
  readonly limits: readonly LatencyTarget[];
}

/** Windows in the order of the requests they stand for, until so many are too slow that a target is missed whatever the others do. */
export function horizonUntilLost({ setting, strata, at, limits }: LostQuestion): SimulatedHorizon {
  const requests = ({ weight, hour }: Stratum) => weight * hour.rate * at.level;
  const all = strata.reduce((sum, stratum) => sum + requests(stratum), 0);
  let horizon: SimulatedHorizon = [];
  for (const stratum of strata.toSorted((a, b) => requests(b) - requests(a))) {
    horizon = [...horizon, ...simulatePoint(setting, [stratum], at)];
    const isLost = limits.some(
      ({ metric, percentile, limit }) => weightAbove(samplesOf(horizon, metric), limit) > (1 - percentile / 100) * all,
    );
    if (isLost) return horizon;
  }
  return horizon;
}
