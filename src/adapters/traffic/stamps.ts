/** Fewer requests than these say nothing about how their times were written. */
const LEAST_REQUESTS = 100;
/** Share of requests that stand at the same time as the one before, from which on whole seconds are rounded ones. */
const EQUAL_SHARE = 0.1;

/** How often arrivals are stamped, and a sentence about what was done. */
export interface Stamps {
  readonly seconds: number;
  readonly note: string;
}

/**
 * Whether the times of a log are coarser than its requests. A layout may say so; else a log of whole seconds many of whose requests
 * share one is taken to be stamped once a second. Coarser grids (every minute, say) may be real bursts, of a timer perhaps, and are
 * only named.
 *
 * @param arrivals in order, after a whole second of the file's clock
 */
export function stampsOf(arrivals: Float64Array, declared: number | null): Stamps | null {
  const equal = countEqual(arrivals);
  if (declared !== null) return equal === 0 ? null : { seconds: declared, note: said(declared) };
  if (arrivals.length < LEAST_REQUESTS || equal < EQUAL_SHARE * arrivals.length) return null;
  const grid = gridOf(arrivals);
  if (grid === null) return null;
  const coarser = grid > 1 ? ` All of them are multiples of ${grid} s: bursts at those instants were kept.` : "";
  return { seconds: 1, note: `${said(1)}${coarser}` };
}

const said = (seconds: number): string => {
  const stamp = seconds === 1 ? "whole seconds" : `steps of ${seconds} s`;
  return `Arrivals are stamped in ${stamp}: requests of one stamp were spread evenly over it.`;
};

function countEqual(arrivals: Float64Array): number {
  let equal = 0;
  for (let i = 1; i < arrivals.length; i++) if (arrivals[i] === arrivals[i - 1]) equal++;
  return equal;
}

/** The longest time, in whole seconds, that all arrivals are multiples of; null where one is no whole second. */
function gridOf(arrivals: Float64Array): number | null {
  const first = arrivals[0] ?? 0;
  let grid = 0;
  for (const arrival of arrivals) {
    if (!Number.isInteger(arrival)) return null;
    for (let rest = arrival - first; rest > 0; ) [grid, rest] = [rest, grid % rest];
  }
  return Math.max(1, grid);
}

/** Requests of one stamp, evenly over the time until the next could come. The first of each stays where it is. */
export function spreadStamps(arrivals: Float64Array, seconds: number): Float64Array {
  const spread = arrivals.slice();
  for (let from = 0; from < arrivals.length; ) {
    const stamp = arrivals[from] ?? 0;
    let to = from + 1;
    while (to < arrivals.length && arrivals[to] === stamp) to++;
    const room = Math.min(seconds, to < arrivals.length ? (arrivals[to] ?? 0) - stamp : seconds);
    for (let i = from; i < to; i++) spread[i] = stamp + (room * (i - from)) / (to - from);
    from = to;
  }
  return spread;
}
