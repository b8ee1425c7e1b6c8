import type { MeasuredHistogram } from "./observation.ts";

/** A quantile of a histogram, and the bucket that holds it: `high` is null in the last one, which has no bound. */
export interface BucketQuantile {
  readonly value: number | null;
  readonly low: number;
  readonly high: number | null;
}

/** Linear inside its bucket, as PromQL's histogram_quantile has it; in the last bucket only its lower bound is known. */
export function quantileOf({ buckets, count }: MeasuredHistogram, q: number): BucketQuantile | null {
  const wanted = q * count;
  if (!(count > 0)) return null;
  let [low, below] = [0, 0];
  for (const [bound, upTo] of buckets) {
    if (upTo >= wanted) {
      if (!Number.isFinite(bound)) return { value: null, low, high: null };
      const inside = upTo > below ? (wanted - below) / (upTo - below) : 1;
      return { value: low + inside * (bound - low), low, high: bound };
    }
    [low, below] = [Number.isFinite(bound) ? bound : low, Math.max(below, upTo)];
  }
  return { value: null, low, high: null };
}

/** Exact, as far as the histogram keeps a sum. */
export const meanOfHistogram = ({ sum, count }: MeasuredHistogram): number | null =>
  sum === null || !(count > 0) ? null : sum / count;
