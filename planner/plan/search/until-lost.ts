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
  /** Whether what was simulated says enough, with the hours that are left; left out: only a lost target does. */
  readonly isEnough?: (simulated: SimulatedHorizon, left: readonly Stratum[]) => boolean;
}

/** Windows in the order of the requests they stand for, until so many are too slow that a target is missed whatever the others do. */
export function horizonUntilLost({ setting, strata, at, limits, isEnough }: LostQuestion): SimulatedHorizon {
  const requests = ({ weight, hour }: Stratum) => weight * hour.rate * at.level;
  const all = strata.reduce((sum, stratum) => sum + requests(stratum), 0);
  let horizon: SimulatedHorizon = [];
  const order = strata.toSorted((a, b) => requests(b) - requests(a));
  for (const [index, stratum] of order.entries()) {
    horizon = [...horizon, ...simulatePoint(setting, [stratum], at)];
    const isLost = limits.some(
      ({ metric, percentile, limit }) => weightAbove(samplesOf(horizon, metric), limit) > (1 - percentile / 100) * all,
    );
    if (isLost || isEnough?.(horizon, order.slice(index + 1)) === true) return horizon;
  }
  return horizon;
}
