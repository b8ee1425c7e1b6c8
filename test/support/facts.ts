import type { Fact } from "../../planner/domain/fact.ts";

/** A fact found somewhere inside an entry, with the path to it. */
export interface FoundFact {
  readonly path: string;
  readonly fact: Fact<unknown>;
}

/** Each fact inside a value, however deep, so that a contract can ask all of them for source and date. */
export function factsIn(value: unknown, path = ""): FoundFact[] {
  if (typeof value !== "object" || value === null) return [];
  if (isFact(value)) return [{ path, fact: value }];
  return Object.entries(value).flatMap(([key, inner]) => factsIn(inner, path === "" ? key : `${path}.${key}`));
}

/** A date as YYYY-MM-DD that the calendar has. */
export function isIsoDate(text: string): boolean {
  const parsed = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

function isFact(value: object): value is Fact<unknown> {
  return "value" in value && "basis" in value && "source" in value && "seen" in value;
}
