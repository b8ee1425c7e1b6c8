import type { Spot } from "../../../planner/index.ts";
import type { Complaint } from "../yaml/readings.ts";

/** A rule looks at one manifest and says what the API server of a release (the 36 of 1.36) would refuse although the schema allows it. */
export type Rule = (manifest: Spot, release: number) => readonly Complaint[];

export { at, entries, isPresent, items, numberOf, type Spot, textOf } from "../../../planner/index.ts";

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
