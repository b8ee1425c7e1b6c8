import { quantileOfSorted } from "../domain/index.ts";

/** Puts the values of the given ranks (rising) where they would stand in the sorted array, and nothing else in order:
 *  a few percentiles cost a few passes, not a sort. Quickselect on all ranks at once, median of three. */
function placeRanks(values: Float64Array, ranks: readonly number[]): void {
  place(values, ranks, { from: 0, to: values.length - 1 });
}

function place(values: Float64Array, ranks: readonly number[], span: { from: number; to: number }): void {
  const { from, to } = span;
  if (ranks.length === 0 || from >= to) return;
  const { left, right } = partition(values, span);
  const below = ranks.filter((rank) => rank <= right);
  const above = ranks.filter((rank) => rank >= left);
  place(values, below, { from, to: right });
  place(values, above, { from: left, to });
}

/** Hoare's partition: nothing up to `right` is above the pivot, nothing from `left` on is below it. */
function partition(values: Float64Array, { from, to }: { from: number; to: number }): { left: number; right: number } {
  const pivot = medianOfThree(values[from] ?? 0, values[(from + to) >> 1] ?? 0, values[to] ?? 0);
  let left = from;
  let right = to;
  while (left <= right) {
    while ((values[left] ?? 0) < pivot) left++;
    while ((values[right] ?? 0) > pivot) right--;
    if (left > right) break;
    const swapped = values[left] ?? 0;
    values[left++] = values[right] ?? 0;
    values[right--] = swapped;
  }
  return { left, right };
}

const medianOfThree = (a: number, b: number, c: number): number =>
  Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** Percentiles of values in any order, as `quantileOfSorted` gives them of sorted ones. Reorders `values`. */
export function quantilesOf(values: Float64Array, qs: readonly number[]): (number | null)[] {
  const ranks = qs.flatMap((q) => {
    const below = Math.floor(q * (values.length - 1));
    return [below, Math.min(below + 1, values.length - 1)];
  });
  placeRanks(
    values,
    [...new Set(ranks)].sort((a, b) => a - b),
  );
  return qs.map((q) => quantileOfSorted(values, q));
}

/** Arithmetic mean; null when there are no values. */
export function meanOf(values: Float64Array): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ?? 0;
  return sum / values.length;
}
