import type { TokenLengths } from "../../../planner/index.ts";

/** How many values lie at or below a bound, by rising bounds; Infinity is the last one. */
export type Buckets = readonly (readonly [bound: number, count: number])[];

/** Lengths as buckets have them, and what they cannot tell. */
export interface BucketLengths {
  readonly lengths: TokenLengths;
  /** Share of values beyond the last finite bound, which stand at that bound. */
  readonly beyond: number;
  readonly last: number;
  /** The deepest fall from one bucket to the next, which counts cannot have, as a share of all. */
  readonly fall: number;
}

/** Four points each at most, so that lengths have no more than 200. */
const MOST_CELLS = 48;

/** Tokens are whole: those above 100 and up to 200 are 101 to 200, and these are what rounds from 100.5 to 200.5. A little less,
 *  since the upper end itself rounds down. */
const HALF = 0.49;

/** Values that lie above one bound and not above another. */
interface Cell {
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** Linear inside buckets, on both sides of each bucket's middle value, which lies so that the whole has its true mean as far as
 *  buckets allow: between a quarter and three quarters. Null where nothing was counted. */
export function lengthsOfBuckets(buckets: Buckets, mean: number | null): BucketLengths | null {
  const total = buckets.reduce((most, [, count]) => Math.max(most, count), 0);
  const finite = buckets.filter(([bound]) => Number.isFinite(bound));
  const last = Math.max(1, finite.at(-1)?.[0] ?? 1);
  if (total <= 0 || finite.length === 0) return null;
  const { cells, fall } = cellsOf(finite, total);
  const beyond = Math.max(0, 1 - cells.reduce((sum, { share }) => sum + share, 0));
  const middle = mean === null ? 0.5 : middleFor(cells, mean - beyond * (last + HALF));
  const points: [number, number][] = [[0, cells[0]?.low ?? last + HALF]];
  let quantile = 0;
  for (const { low, high, share } of thinned(cells)) {
    // Nothing lies in an empty bucket: the length jumps.
    if (low > (points.at(-1)?.[1] ?? low)) points.push([quantile, low]);
    if (middle !== 0.5) points.push([quantile + share / 2, low + middle * (high - low)]);
    quantile = Math.min(1, quantile + share);
    points.push([quantile, high]);
  }
  const end = beyond > 1e-9 ? last + HALF : (points.at(-1)?.[1] ?? last);
  points.push([quantile, end], [1, end]);
  return { lengths: { kind: "quantiles", points }, beyond, last, fall };
}

/** Buckets in which something lies. Counts that fall, as those of targets scraped at different moments may, are held. */
function cellsOf(finite: Buckets, total: number): { readonly cells: readonly Cell[]; readonly fall: number } {
  const cells: Cell[] = [];
  let held = 0;
  let fall = 0;
  let low = HALF;
  for (const [bound, count] of finite) {
    const high = Math.max(1, Math.floor(bound)) + HALF;
    fall = Math.max(fall, (held - count) / total);
    if (count > held) cells.push({ low, high, share: (count - held) / total });
    held = Math.max(held, count);
    low = high;
  }
  return { cells, fall };
}

/** Where inside each bucket its middle value has to lie for the mean to come out. */
function middleFor(cells: readonly Cell[], mean: number): number {
  const sum = (of: (cell: Cell) => number) => cells.reduce((total, cell) => total + of(cell), 0);
  const inside = (mean - sum(({ low, share }) => low * share)) / sum(({ low, high, share }) => (high - low) * share);
  return Number.isFinite(inside) ? Math.min(1, Math.max(0, 2 * inside - 0.5)) : 0.5;
}

/** Neighbours together, until there are few. */
function thinned(cells: readonly Cell[]): readonly Cell[] {
  const together = Math.ceil(cells.length / MOST_CELLS);
  return Array.from({ length: Math.ceil(cells.length / together) }, (_, i) => {
    const of = cells.slice(i * together, (i + 1) * together);
    const share = of.reduce((sum, cell) => sum + cell.share, 0);
    return { low: of[0]?.low ?? 0, high: of.at(-1)?.high ?? 1, share };
  });
}
