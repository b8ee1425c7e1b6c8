import type { Path } from "./finding.ts";

/** A value in a manifest and where it stands. Whoever walks from spot to spot knows the place of what it finds. */
export interface Spot {
  readonly value: unknown;
  readonly path: Path;
}

/** What stands below; undefined where nothing does. */
export function at(spot: Spot, ...keys: readonly string[]): Spot {
  let { value } = spot;
  for (const key of keys) value = isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return { value, path: [...spot.path, ...keys] };
}

/** The entries of a list; none where there is no list. */
export function items(spot: Spot): readonly Spot[] {
  if (!Array.isArray(spot.value)) return [];
  return spot.value.map((value, index) => ({ value, path: [...spot.path, index] }));
}

/** The entries of a map; none where there is no map. */
export function entries(spot: Spot): readonly (readonly [string, Spot])[] {
  if (!isRecord(spot.value)) return [];
  return Object.entries(spot.value).map(([key, value]) => [key, { value, path: [...spot.path, key] }] as const);
}

/** Whether something stands there. */
export const isPresent = ({ value }: Spot): boolean => value !== undefined && value !== null;
/** Text, or null: other types are the schema's business. */
export const textOf = ({ value }: Spot): string | null => (typeof value === "string" ? value : null);
/** A number, or null. */
export const numberOf = ({ value }: Spot): number | null => (typeof value === "number" ? value : null);

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
