import { type LatencyMetric, Z90 } from "../domain/index.ts";
import type { HardwareStepTime } from "../plan/predicted-step-time.ts";
import type { SimulatedHorizon } from "../plan/simulate-design.ts";
import { simulatedFigure } from "./figures.ts";
import { meanOfHistogram } from "./histogram.ts";
import type { MeasuredWindow } from "./observation.ts";

/** How many times as long as predicted steps took, and the latency that told. */
export interface Slowness {
  readonly slowness: number;
  readonly from: LatencyMetric;
}

/** The mean time per token follows the steps most closely; the whole answer does where that is not measured. */
const TELLING = ["tpot", "e2e"] as const;
/** Of fewer requests the mean is chance: times per token differ by a fifth from one to the next. */
const FEWEST = 100;
const MOST_TRIES = 6;
/** Off by this much of its logarithm is as near as measurements are. */
const NEAR = 0.002;
const FARTHEST = Math.log(8);

/** The slowness at which the same requests on the same replicas show the mean that was measured. Null: nothing tells. */
export function slownessOf(simulate: (slowness: number) => SimulatedHorizon, window: MeasuredWindow): Slowness | null {
  for (const from of TELLING) {
    const histogram = window.latency[from];
    const measured = histogram === null ? null : meanOfHistogram(histogram);
    if (measured === null || !(measured > 0) || (histogram?.count ?? 0) < FEWEST) continue;
    const miss = (slowness: number): number | null => {
      const found = simulatedFigure(simulate(slowness), { metric: from, statistic: "mean" }, window.tpotPer);
      return found === null || found <= 0 ? null : Math.log(found / measured);
    };
    const slowness = solved(miss);
    return slowness === null ? null : { slowness, from };
  }
  return null;
}

/** A secant on logarithms, where the curve is nearly straight: longer steps, longer answers. */
function solved(miss: (slowness: number) => number | null): number | null {
  let [at, off] = [0, miss(1)];
  if (off === null) return null;
  let slope = 1;
  for (let i = 0; i < MOST_TRIES && Math.abs(off) > NEAR; i++) {
    const next = Math.min(FARTHEST, Math.max(-FARTHEST, at - off / slope));
    if (next === at) break;
    const found = miss(Math.exp(next));
    if (found === null) return null;
    // Slower steps never make answers faster; noise may seem to say so.
    slope = Math.min(4, Math.max(0.25, (found - off) / (next - at)));
    [at, off] = [next, found];
  }
  return Math.exp(at);
}

/** P10 and P90 of how slow steps may be by the prediction's own error. */
export const ownRange = ({ relativeError }: HardwareStepTime): readonly [number, number] => [
  Math.exp(-Z90 * relativeError),
  Math.exp(Z90 * relativeError),
];
