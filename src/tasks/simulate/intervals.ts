import { type SimulationResult, Z95 } from "../../../planner/index.ts";

type Statistic = "mean" | "p50" | "p90" | "p95" | "p99";
type Interval = readonly [number, number] | null;

/** 90 % intervals of one quantity's mean and percentiles, seconds; null where no request had the quantity. */
export type Intervals = Readonly<Record<Statistic, Interval>>;

export interface LatencyIntervals {
  readonly ttft: Intervals;
  readonly tpot: Intervals;
  readonly e2e: Intervals;
}

/** What 90 % intervals rest on: the simulation as predicted, those with the engine as fast and as slow as its steps may be, and one
 *  standard deviation of log(true / predicted) of times to first token. */
export interface SimulatedEnds {
  readonly result: SimulationResult;
  readonly ends: readonly SimulationResult[];
  readonly firstTokenError: number;
}

/** 90 % intervals. Slower and faster steps are carried through the simulation, queues included; a time to first token is off by
 *  more than its steps, so its interval is at least as wide as measured ones were off. End to end adds the two up. */
export function latencyIntervals({ result, ends, firstTokenError }: SimulatedEnds): LatencyIntervals {
  const results = [result, ...ends];
  const own = Math.exp(Z95 * firstTokenError);
  return {
    ttft: each((statistic) => {
      const middle = result.ttft[statistic];
      const carried = between(results.map(({ ttft }) => ttft[statistic]));
      if (carried === null || middle === null) return null;
      return [Math.min(carried[0], middle / own), Math.max(carried[1], middle * own)];
    }),
    tpot: each((statistic) => between(results.map(({ tpot }) => tpot[statistic]))),
    e2e: each((statistic) => {
      const middle = result.e2e[statistic];
      const first = result.ttft[statistic];
      const carried = between(results.map(({ e2e }) => e2e[statistic]));
      if (carried === null || middle === null || first === null) return null;
      const early = first - first / own;
      const late = first * own - first;
      return [Math.min(carried[0], middle - early), Math.max(carried[1], middle + late)];
    }),
  };
}

const each = (interval: (statistic: Statistic) => Interval): Intervals => ({
  mean: interval("mean"),
  p50: interval("p50"),
  p90: interval("p90"),
  p95: interval("p95"),
  p99: interval("p99"),
});

function between(values: readonly (number | null)[]): Interval {
  const known = values.filter((value) => value !== null);
  return known.length < values.length || known.length === 0 ? null : [Math.min(...known), Math.max(...known)];
}
