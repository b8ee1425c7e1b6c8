import type { InstancePrice } from "../domain/platform.ts";
import { usDollarsPerHour } from "../units/index.ts";

/** A row of a price table: on demand, spot, index of its source. Null = unknown, never zero. */
export function row(onDemand: number | null, spot: number | null, source: number): InstancePrice {
  return { onDemand: orUnknown(onDemand), spot: orUnknown(spot), source };
}

const orUnknown = (usd: number | null) => (usd === null ? null : usDollarsPerHour(usd));
