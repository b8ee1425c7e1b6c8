/** Samples of one window, sorted, and what each of them counts for. */
export interface WeightedSamples {
  readonly sorted: Float64Array;
  readonly weight: number;
}

/** Percentile `q` (0..1) over windows whose samples count differently: the smallest value with at least that share of the
 *  weight at or below it; null when there are no samples. */
export function weightedQuantile(windows: readonly WeightedSamples[], q: number): number | null {
  const filled = windows.filter((w) => w.sorted.length > 0 && w.weight > 0);
  const total = filled.reduce((sum, w) => sum + w.weight * w.sorted.length, 0);
  if (total === 0) return null;
  let low = Math.min(...filled.map((w) => w.sorted[0] ?? 0));
  let high = Math.max(...filled.map((w) => w.sorted.at(-1) ?? 0));
  for (let i = 0; i < 64 && high - low > 1e-12 * Math.abs(high); i++) {
    const middle = (low + high) / 2;
    if (shareAtOrBelow(filled, middle) >= q * total) high = middle;
    else low = middle;
  }
  return high;
}

/** Mean over windows whose samples count differently; null when there are none. */
export function weightedMean(windows: readonly WeightedSamples[]): number | null {
  let sum = 0;
  let total = 0;
  for (const { sorted, weight } of windows) {
    for (const value of sorted) sum += weight * value;
    total += weight * sorted.length;
  }
  return total === 0 ? null : sum / total;
}

/** What the samples above a value count for together. */
export const weightAbove = (windows: readonly WeightedSamples[], value: number): number =>
  windows.reduce((sum, w) => sum + w.weight * w.sorted.length, 0) - shareAtOrBelow(windows, value);

function shareAtOrBelow(windows: readonly WeightedSamples[], value: number): number {
  return windows.reduce((sum, w) => sum + w.weight * countAtOrBelow(w.sorted, value), 0);
}

function countAtOrBelow(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
