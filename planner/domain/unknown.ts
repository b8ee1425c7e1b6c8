import type { Capacity } from "./platform.ts";

/** Something that nobody could look at: a price that is in no table, hardware of which nothing was measured, an engine that is not known,
 *  a target that the traffic has nothing of, or what a place refuses. */
export type Unknown =
  | { readonly kind: "price"; readonly capacity: Capacity; readonly instance: string; readonly region: string }
  | { readonly kind: "model" | "target" | "hardware" | "engine" | "refused"; readonly message: string };

/** In words. */
export const unknownText = (unknown: Unknown): string =>
  unknown.kind === "price"
    ? `no ${unknown.capacity} price of ${unknown.instance} in ${unknown.region} is known`
    : unknown.message;
