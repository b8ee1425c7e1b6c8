import {
  engines,
  type Fact,
  gpus,
  isFact,
  type ListedFact,
  models,
  PLANNER_FACTS,
  platforms,
  prices,
  unitOfFact,
} from "../../planner/index.ts";
import { factsText } from "../report/index.ts";
import type { Answer } from "./answer.ts";

/** `facts`: every number in use with who says so, since when, and how sure. */
export function listFacts(only: { readonly assumed: boolean; readonly about: string | null }): Answer {
  const wanted = only.about?.toLowerCase() ?? "";
  const facts = allFacts()
    .filter((fact) => !only.assumed || fact.basis === "assumed")
    .filter((fact) => `${fact.subject} ${fact.name}`.toLowerCase().includes(wanted));
  return {
    code: 0,
    document: () => ({ schema: "loadline.facts/v1", facts: facts.map((fact) => ({ ...fact, date: fact.seen })) }),
    text: (style) => factsText(facts, style),
  };
}

function allFacts(): readonly ListedFact[] {
  const rooms: readonly (readonly [string, Readonly<Record<string, object>>])[] = [
    ["gpu", gpus],
    ["engine", engines],
    ["model", models],
    ["platform", platforms],
    ["", PLANNER_FACTS],
  ];
  const listed = rooms.flatMap(([kind, room]) =>
    Object.entries(room).flatMap(([id, entry]) => factsIn(`${kind} ${id}`.trim(), entry, [])),
  );
  return [...listed, ...priceFacts()];
}

/** Walks an entry of a catalogue down to its facts. */
function factsIn(subject: string, value: unknown, path: readonly string[]): readonly ListedFact[] {
  if (isFact(value)) return [asListed(subject, path.join(" "), value)];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, part]) => factsIn(subject, part, [...path, wordsOf(key)]));
}

function asListed(subject: string, name: string, fact: Fact<unknown>): ListedFact {
  const { value, basis, source, seen } = fact;
  return { subject, name, value: plain(value), unit: unitOfFact(name), basis, source, seen };
}

function plain(value: unknown): number | string | boolean {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}

/** Prices come as tables: one fact for each source and platform, with how many prices rest on it. */
function priceFacts(): readonly ListedFact[] {
  return Object.values(prices).flatMap((table) =>
    table.sources.map(({ source, date }, index): ListedFact => {
      const rows = Object.values(table.regions).flatMap((region) => Object.values(region));
      const value = rows.filter((row) => row.source === index).length;
      return {
        subject: `prices ${table.platform}`,
        name: "prices from this source",
        value,
        unit: "prices",
        basis: "datasheet",
        source,
        seen: date,
      };
    }),
  );
}

/** Names of fields become words; ids stay as they are. */
const wordsOf = (name: string): string =>
  /^[a-z][A-Za-z0-9]*$/.test(name) ? name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase() : name;
