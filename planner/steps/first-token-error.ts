import type { FirstTokenMiss } from "./fitted.ts";

/** Measured servers that say how far times to first token may be off, and how much each counts. */
export interface Evidence {
  readonly misses: readonly FirstTokenMiss[];
  readonly weight: number;
}

/** Times to first token that differ by a factor of e^this are still alike; so are replicas whose GPUs differ by so many doublings.
 *  What no GPU explains, hosts and queues between processes, is tens of milliseconds either way: much of a short time, little of a
 *  long one. */
const ALIKE = { seconds: 0.4, doublings: 0.5 } as const;
/** What is not alike at all counts this much of what is, so that a place without neighbours has the error of all. */
const LEAST = 0.003;

/** Half-width of the 90 % interval of a mean time to first token that is predicted as so many seconds: the 90th percentile of
 *  |log(predicted / measured)|, the more a server counting the more it is alike. NaN where there is no evidence. */
export function firstTokenHalfWidth(
  evidence: readonly Evidence[],
  { tensorParallel, seconds }: { tensorParallel: number; seconds: number },
): number {
  return weightedP90(
    evidence.flatMap(({ misses, weight }) =>
      misses.map(([gpus, predicted, miss]) => {
        const apart = Math.log(predicted / seconds) / ALIKE.seconds;
        const wider = Math.log2(gpus / tensorParallel) / ALIKE.doublings;
        return { size: Math.abs(miss), weight: weight * (LEAST + Math.exp(-(apart ** 2 + wider ** 2) / 2)) };
      }),
    ),
  );
}

/** The least size that nine tenths of the weight are at most; NaN of none. */
export function weightedP90(sizes: readonly { readonly size: number; readonly weight: number }[]): number {
  const sorted = sizes.toSorted((a, b) => a.size - b.size);
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { size, weight } of sorted) {
    below += weight;
    if (below >= 0.9 * all) return size;
  }
  return Number.NaN;
}
