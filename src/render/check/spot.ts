import type { Path } from "../yaml/path.ts";
import type { Complaint } from "../yaml/readings.ts";

/** A value and where it stands. Rules walk from spot to spot, so every complaint knows its place. */
export interface Spot {
  readonly value: unknown;
  readonly path: Path;
}

/** A rule looks at one manifest and says what the API server would refuse although the schema allows it. */
export type Rule = (manifest: Spot) => readonly Complaint[];

export function at(spot: Spot, ...keys: readonly string[]): Spot {
  let value = spot.value;
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

export const isPresent = ({ value }: Spot): boolean => value !== undefined && value !== null;

/** Text, or null: other types are the schema's business. */
export const textOf = ({ value }: Spot): string | null => (typeof value === "string" ? value : null);
export const numberOf = ({ value }: Spot): number | null => (typeof value === "number" ? value : null);

export function complain(spot: Spot, message: string): Complaint {
  return { path: spot.path, message };
}

/** One complaint when the condition holds, none otherwise. */
export function when(condition: boolean, spot: Spot, message: string): readonly Complaint[] {
  return condition ? [complain(spot, message)] : [];
}

/** Complaints about every entry whose key was seen before. */
export function duplicates(spots: readonly Spot[], keyOf: (spot: Spot) => string | null): readonly Complaint[] {
  const seen = new Set<string>();
  return spots.flatMap((spot) => {
    const key = keyOf(spot);
    if (key === null) return [];
    const again = seen.has(key);
    seen.add(key);
    return when(again, spot, `\`${show(key)}\` is there twice`);
  });
}

export function show(value: unknown): string {
  const text = typeof value === "string" ? value : String(JSON.stringify(value));
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
