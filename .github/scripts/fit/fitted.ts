import type { FitError } from "../../../planner/steps/fitted.ts";

/** A law with what it rests on. */
export interface Fitted<T> {
  readonly law: T;
  readonly table: string;
  readonly rows: number;
  readonly error: FitError;
}

/** Median and 90th percentile of the sizes of log errors. */
export function errorOf(misses: readonly number[]): FitError {
  const sizes = misses.map(Math.abs);
  return { median: quantileOf(sizes, 0.5), p90: quantileOf(sizes, 0.9) };
}

/** The value at a fraction `q` of the sorted ones; NaN when there are none. */
export function quantileOf(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}
