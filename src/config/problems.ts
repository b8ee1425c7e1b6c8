import type * as z from "zod";
import { SCHEMA } from "../mistakes/schema.ts";
import type { Expectation, Problem } from "../ports/failure.ts";
import { adviseWord, type LeafParams } from "./leaves.ts";
import { didYouMean } from "./nearest.ts";
import type { KnownKeys } from "./shapes.ts";
import { type KeyPath, showPath, showSource, showText, showValue } from "./show.ts";

/** The document an issue belongs to: its value, and where its parts stand. Lines are unknown (null) in JSON. */
export interface Origin {
  readonly file: string;
  readonly value: unknown;
  readonly locate: (path: KeyPath) => Place;
  readonly locateKey: (path: KeyPath) => Place;
  /** The scalar as written, where the value alone would hide it (`0e5`). */
  readonly source: (path: KeyPath) => string | null;
}

export interface Place {
  readonly line: number | null;
  readonly column: number | null;
}

/** What a schema found, as problems with place, words and advice; one issue may be several problems. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], origin: Origin): Problem[] {
  return issues.flatMap((issue) => explainIssue(issue, [], origin));
}

type Issue = z.core.$ZodIssue;

function explainIssue(issue: Issue, above: KeyPath, origin: Origin): Problem[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(issue, path, origin);
    case "invalid_union":
      return explainUnion(issue, path, origin);
    case "invalid_key":
      return [badKey(path, issue.issues[0]?.message ?? "a valid key", origin)];
    case "custom":
      return [custom(issue, path, origin)];
    case "too_small":
      return [at(path, origin, SCHEMA.tooFew(String(issue.minimum)))];
    case "too_big":
      return [at(path, origin, SCHEMA.tooLong(String(issue.maximum)))];
    default:
      return [at(path, origin, wrongType(issue, path, origin))];
  }
}

function at(path: KeyPath, origin: Origin, words: Expectation): Problem {
  return { file: origin.file, ...origin.locate(path), at: showPath(path), found: foundAt(path, origin), ...words };
}

/** Numbers as they are written; everything else as it was read. */
function foundAt(path: KeyPath, origin: Origin): string {
  const value = valueAt(origin.value, path);
  const source = typeof value === "number" ? origin.source(path) : null;
  return source === null ? showValue(value) : showSource(source);
}

function valueAt(value: unknown, path: KeyPath): unknown {
  let current = value;
  for (const step of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    current = Reflect.get(current, step);
  }
  return current;
}

type KeysIssue = Extract<Issue, { code: "unrecognized_keys" }>;

function unknownKeys(issue: KeysIssue, path: KeyPath, origin: Origin): Problem[] {
  const { known, advice } = JSON.parse(issue.message) as KnownKeys;
  return issue.keys.map((key) => {
    const full = [...path, key];
    const own = Object.hasOwn(advice, key) ? advice[key] : null;
    const mistake = SCHEMA.unknownKey(showText(key), known, own ?? didYouMean(key, known));
    return { file: origin.file, ...origin.locateKey(full), at: showPath(full), ...mistake };
  });
}

function badKey(path: KeyPath, wanted: string, origin: Origin): Problem {
  const key = showText(String(path.at(-1) ?? ""));
  return { file: origin.file, ...origin.locateKey(path), at: showPath(path), ...SCHEMA.badKey(key, wanted) };
}

function custom(issue: Extract<Issue, { code: "custom" }>, path: KeyPath, origin: Origin): Problem {
  const params = (issue.params ?? {}) as Partial<LeafParams>;
  const { example, advice = "" } = params;
  const isMissing = valueAt(origin.value, path) === undefined && example !== undefined;
  if (!isMissing) return at(path, origin, { wanted: issue.message, advice });
  const own = params.missing?.(valueAt(origin.value, path.slice(0, -1))) ?? null;
  return at(path, origin, { wanted: issue.message, advice: own ?? addKey(path, example) });
}

function addKey(path: KeyPath, example: string): string {
  const key = path.at(-1);
  return typeof key === "string" ? SCHEMA.missingKey(showSource(key), example) : SCHEMA.missingItem(example);
}

function wrongType(issue: Issue, path: KeyPath, origin: Origin): Expectation {
  const value = valueAt(origin.value, path);
  const expected = issue.code === "invalid_type" ? issue.expected : "";
  const key = showSource(String(path.at(-1) ?? ""));
  if (expected === "array" || expected === "tuple") return SCHEMA.noList;
  if (expected !== "object" && expected !== "record") return literalWords(issue);
  if (value === undefined) return SCHEMA.missingMapping(key);
  return value === null ? SCHEMA.emptyMapping(key) : SCHEMA.valueForMapping;
}

function literalWords(issue: Issue): Expectation {
  return issue.code === "invalid_value" ? SCHEMA.otherWord(issue.values.map(String)) : SCHEMA.otherwise(issue.message);
}

type UnionIssue = Extract<Issue, { code: "invalid_union" }>;

/** A union is explained by the branch that the value comes closest to. */
function explainUnion(issue: UnionIssue, path: KeyPath, origin: Origin): Problem[] {
  const discriminator = "discriminator" in issue ? issue.discriminator : undefined;
  if (typeof discriminator === "string") return [wrongVariant(issue, path, origin)];
  const closest = closestBranch(issue.errors, typeof valueAt(origin.value, path) === "object");
  if (closest === null) return [at(path, origin, SCHEMA.noneOfSeveral(issue.message))];
  return closest.flatMap((inner) => explainIssue(inner, path, origin));
}

function wrongVariant(issue: UnionIssue, path: KeyPath, origin: Origin): Problem {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];
  const value = valueAt(origin.value, path);
  const key = String(path.at(-1) ?? "");
  const advice = value === undefined ? addKey(path, options[0] ?? "") : adviseWord(value, options);
  return at(path, origin, SCHEMA.noVariant(key, options, advice));
}

/** Mappings are explained by the branch with the fewest mistakes; single values by the first that reads single values. */
function closestBranch(branches: readonly (readonly Issue[])[], structured: boolean): readonly Issue[] | null {
  if (!structured) return branches.find((issues) => issues.some(isLeafRefusal)) ?? null;
  const fitting = branches.filter((issues) => !issues.some(isOfAnotherType));
  return fitting.reduce<readonly Issue[] | null>(
    (best, next) => (best === null || next.length < best.length ? next : best),
    null,
  );
}

/** A leaf says what it wants with an example; a contradiction between keys has none. */
function isLeafRefusal(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code === "custom" && issue.params?.["example"] !== undefined;
}

function isOfAnotherType(issue: Issue): boolean {
  return isLeafRefusal(issue) || (issue.path.length === 0 && issue.code === "invalid_type");
}
