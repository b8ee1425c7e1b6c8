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
  return { subject, name, value: plain(value), unit: unitOf(subject, name), basis, source, seen };
}

function plain(value: unknown): number | string | boolean {
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  return JSON.stringify(value);
}

/** Facts in typed fields carry their unit in the type, which is gone at run time; names of the others end in it. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(basis|source)$/, ""],
  [/usd per gib month$/, "US dollars per GiB and month"],
  [/usd per gib$/, "US dollars per GiB"],
  [/usd|control plane/i, "US dollars per hour"],
  [/(seconds|timeout|notice|first deploy)$/, "seconds"],
  [/^scaling$/, "times in seconds"],
  [/^committed$|price moves$/, "fraction"],
  [/per month$/, "per month"],
  [/quota$/, "replicas"],
  [/share$/, "fraction"],
  [/(sharpness|read|multiply|steps|requests|passes|collectives|pairs|older experts)$|^kv$/, "factor"],
  [/bytes per second/, "bytes per second"],
  [/memory (nominal|usable)/, "bytes"],
  [/bandwidth|link$/, "bytes per second"],
  [/^matmul/, "operations per second"],
  [/power/, "watts"],
  [/gib/i, "GiB"],
  [/bytes/, "bytes"],
  [/seconds|node$|image pull/, "seconds"],
  [/parameters/, "parameters"],
  [/tokens|block size/, "tokens"],
  [/share|fraction|utilization/, "fraction"],
];

const unitOf = (_subject: string, name: string): string => UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? "";

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
