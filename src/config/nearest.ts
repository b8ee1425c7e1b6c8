const LONGEST_WORD = 64;

/** The `count` candidates closest to a misspelt word, best first; empty when none is close enough to be meant. */
export function nearest(word: string, candidates: readonly string[], count: number): string[] {
  if (word.length === 0 || word.length > LONGEST_WORD) return [];
  const wanted = word.toLowerCase();
  return candidates
    .map((candidate, order) => ({ candidate, order, distance: distanceBetween(wanted, candidate.toLowerCase()) }))
    .filter(({ candidate, distance }) => distance <= farthest(wanted, candidate))
    .sort((a, b) => a.distance - b.distance || a.order - b.order)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** `Did you mean "x"?`, or with two candidates `Did you mean "x" or "y"?`; null when nothing is close. */
export function didYouMean(word: string, candidates: readonly string[]): string | null {
  const names = nearest(word, candidates, 2).map((name) => `"${name}"`);
  return names.length === 0 ? null : `Did you mean ${names.join(" or ")}?`;
}

/** One typo in three letters, but never so many that any short word would do; a shared beginning counts as close. */
function farthest(word: string, candidate: string): number {
  const shorter = Math.min(word.length, candidate.length);
  if (shorter >= 3 && candidate.toLowerCase().startsWith(word)) return candidate.length - word.length;
  return Math.max(1, Math.floor(shorter / 3));
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost one each. */
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow({ a, b, row, last, beforeLast });
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

interface Rows {
  readonly a: string;
  readonly b: string;
  readonly row: number;
  readonly last: readonly number[];
  readonly beforeLast: readonly number[];
}

function nextRow({ a, b, row, last, beforeLast }: Rows): number[] {
  const current = [row];
  for (let column = 1; column <= b.length; column++) {
    const same = a[row - 1] === b[column - 1];
    const replaced = (last[column - 1] ?? 0) + (same ? 0 : 1);
    let best = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
    const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
    current.push(best);
  }
  return current;
}
