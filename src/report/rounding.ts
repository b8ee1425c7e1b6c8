import type { Percentiles, Range } from "../../planner/index.ts";

/** A number as it enters JSON: float noise cut off, and null for what JSON cannot say. */
export function rounded(value: number | null, places: number): number | null {
  if (value === null || !Number.isFinite(value)) return null;
  const cut = Number(value.toFixed(places));
  return cut === 0 ? 0 : cut;
}

/** Milliseconds keep their microseconds. */
export const roundedMs = (value: number | null): number | null => rounded(value, 3);
export const roundedUsd = (value: number | null): number | null => rounded(value, 2);
/** Shares and probabilities. */
export const roundedShare = (value: number | null): number | null => rounded(value, 4);
/** Rates keep six decimals: a quiet deployment answers a request an hour. */
export const roundedRate = (value: number | null): number | null => rounded(value, 6);

/** Six significant digits where a number must stand: order survives, and what is not finite becomes what is nearest to it. */
export function sixDigits(value: number): number {
  if (Number.isNaN(value)) return 0;
  const held = Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
  const cut = Number(held.toPrecision(6));
  if (!Number.isFinite(cut)) return held;
  return cut === 0 ? 0 : cut;
}

/** Where a number must stand: what is not finite counts as zero bytes, tokens or requests. */
export const whole = (value: number): number => Math.round(Number.isFinite(value) ? value : 0);

export function roundedRange(range: Range | null, places: number): Range | null {
  if (range === null) return null;
  const p10 = rounded(range.p10, places);
  const p50 = rounded(range.p50, places);
  const p90 = rounded(range.p90, places);
  return p10 === null || p50 === null || p90 === null ? null : { p10, p50, p90 };
}

export function roundedPercentiles({ mean, p50, p90, p95, p99 }: Percentiles): Percentiles {
  return {
    mean: roundedMs(mean),
    p50: roundedMs(p50),
    p90: roundedMs(p90),
    p95: roundedMs(p95),
    p99: roundedMs(p99),
  };
}
