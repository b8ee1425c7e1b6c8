import { inverseNormal, type Range, Z90 } from "../domain/index.ts";

/** One quantity simulated at five points: as forecast, with traffic at its P10 and P90, with the engine faster and slower
 *  than predicted by 1.28 standard deviations of the model's error. */
export interface DesignPoints<T> {
  readonly nominal: T;
  readonly lowTraffic: T;
  readonly highTraffic: T;
  readonly fast: T;
  readonly slow: T;
}

export const DESIGN = ["nominal", "lowTraffic", "highTraffic", "fast", "slow"] as const;

/** The same question at each of the five points. */
export const atEach = <T, U>(points: DesignPoints<T>, ask: (at: T) => U): DesignPoints<U> => ({
  nominal: ask(points.nominal),
  lowTraffic: ask(points.lowTraffic),
  highTraffic: ask(points.highTraffic),
  fast: ask(points.fast),
  slow: ask(points.slow),
});

/** Midpoints of 81 equally likely slices of a standard normal: probabilities in steps of 0.02 %, percentiles within 1 %. */
const NODES: readonly number[] = Array.from({ length: 81 }, (_, i) => inverseNormal((i + 0.5) / 81));

/** How a positive quantity spreads when traffic and model error are independent: its logarithm bends with each of them as
 *  the five points show, and the two add up. Returned sorted, equally likely. */
export function spreadOf(points: DesignPoints<number>): Float64Array {
  const log = (value: number) => Math.log(Math.max(value, 1e-12));
  const middle = log(points.nominal);
  const traffic = bend(log(points.lowTraffic) - middle, log(points.highTraffic) - middle);
  const model = bend(log(points.fast) - middle, log(points.slow) - middle);
  const values = NODES.flatMap((a) => NODES.map((b) => Math.exp(middle + traffic(a) + model(b))));
  return Float64Array.from(values).sort();
}

/** The points with the engine at least so much faster and slower: what a quantity was off by in measurements, where slower and
 *  faster steps alone explain less. `error` is one standard deviation of the logarithm. */
export function withOwnError(points: DesignPoints<number>, error: number): DesignPoints<number> {
  const { nominal, fast, slow } = points;
  const factor = Math.exp(Z90 * error);
  return { ...points, fast: Math.min(fast, nominal / factor), slow: Math.max(slow, nominal * factor) };
}

/** Share of equally likely values at or below a limit. */
export function probabilityBelow(sorted: Float64Array, limit: number): number {
  let count = 0;
  for (const value of sorted) if (value <= limit) count++;
  return sorted.length === 0 ? 0 : count / sorted.length;
}

/** The 10th, 50th and 90th percentiles of equally likely values. */
export function rangeOf(sorted: Float64Array): Range {
  const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? Number.NaN;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}

/** The slowest that the five points speak for: traffic and model error at their worst at once, each adding the time that it
 *  added alone. Where queues build, delays add up; the product that logarithms make of them would be days. */
export function worstTogether({ nominal, lowTraffic, highTraffic, fast, slow }: DesignPoints<number>): number {
  const added = (a: number, b: number) => Math.max(0, a - nominal, b - nominal);
  return nominal + added(lowTraffic, highTraffic) + added(fast, slow);
}

/** Straight lines from the middle through the two outer points, at -1.28 and +1.28, and on beyond them. */
const bend = (low: number, high: number) => (z: number) => (z < 0 ? (low * z) / -Z90 : (high * z) / Z90);
