import type { Between, Capacity, InstancePrice, Platform } from "../domain/index.ts";

/** US dollars an hour of one machine, and what the price moves between. */
export interface PriceRange {
  readonly low: number;
  readonly middle: number;
  readonly high: number;
}

/** The price of an instance for a kind of capacity; null = unknown. Spot is a range around what was seen, and nobody bids more than the
 *  price on demand; reserved is a range below that price, because terms are individual. */
export function priceRange(
  row: InstancePrice,
  { spot, committed }: Pick<Platform, "spot" | "committed">,
  capacity: Capacity,
): PriceRange | null {
  switch (capacity) {
    case "on-demand":
      return row.onDemand === null ? null : { low: row.onDemand, middle: row.onDemand, high: row.onDemand };
    case "spot":
      return row.spot === null || spot === null ? null : spotRange(row.spot, spot.priceMoves.value, row.onDemand);
    case "reserved":
      return row.onDemand === null || committed === null ? null : committedRange(row.onDemand, committed.value);
  }
}

function spotRange(price: number, moves: Between, onDemand: number | null): PriceRange {
  const high = Math.min(price * moves.high, onDemand ?? Infinity);
  return { low: price * Math.min(1, moves.low), middle: price, high: Math.max(price, high) };
}

const committedRange = (price: number, { low, high }: Between): PriceRange => ({
  ...{ low: price * low, middle: (price * (low + high)) / 2, high: price * high },
});
