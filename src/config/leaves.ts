import * as z from "zod";
import { VALUES } from "../mistakes/values.ts";
import { didYouMean } from "./nearest.ts";

/** What reading a single value gives: the value, or what to do about it. */
export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly advice: string; readonly wanted?: string };

export const accept = <T>(value: T): Reading<T> => ({ ok: true, value });
export const refuse = (advice: string, wanted?: string): { readonly ok: false; advice: string; wanted?: string } =>
  wanted === undefined ? { ok: false, advice } : { ok: false, advice, wanted };

/** A single value of a format: what is wanted in words, an example, its JSON Schema, and how it is read. */
export interface LeafRules<T> {
  readonly wanted: string;
  /** As it would stand in the file. */
  readonly example: string;
  /** Advice where it is missing, by the mapping that it is missing in; null = the example will do. */
  readonly missing?: (mapping: unknown) => string | null;
  readonly json: Readonly<Record<string, unknown>>;
  readonly read: (value: unknown) => Reading<T>;
}

export type Leaf<T> = z.ZodType<T>;

/** A schema of one value whose refusal carries words and advice instead of zod's own message. */
export function leaf<T>(rules: LeafRules<T>): Leaf<T> {
  const read = (value: unknown, context: z.core.$RefinementCtx): T => {
    const reading = value === undefined ? refuse("") : rules.read(value);
    if (reading.ok) return reading.value;
    const { advice } = reading;
    const { example, missing } = rules;
    const params: LeafParams = { advice, example, ...(missing && { missing }) };
    context.issues.push({
      code: "custom",
      input: value,
      message: reading.wanted ?? rules.wanted,
      params: { ...params },
    });
    return z.NEVER;
  };
  return z.unknown().transform(read).meta(rules.json);
}

/** What an issue of a leaf carries beside its message. */
export interface LeafParams {
  readonly advice: string;
  readonly example: string;
  /** Advice where the value is missing, by the mapping that it is missing in; null = the example will do. */
  readonly missing?: (mapping: unknown) => string | null;
}

export interface TextRules {
  readonly wanted: string;
  readonly example: string;
  readonly pattern: RegExp;
  /** UTF-16 units. */
  readonly longest?: number;
  /** Advice for text that the pattern refuses; null = the plain one will do. */
  readonly advise?: (text: string) => string | null;
  /** Advice where it is missing, by the mapping that it is missing in; null = the example will do. */
  readonly missing?: (mapping: unknown) => string | null;
}

/** Text of a given form. Numbers and booleans are not taken for text: YAML has already lost how they were written. */
export function text({ wanted, example, pattern, longest = 253, advise, missing }: TextRules): Leaf<string> {
  return leaf({
    wanted,
    example,
    ...(missing && { missing }),
    json: { type: "string", minLength: 1, maxLength: longest, pattern: pattern.source },
    read: (value) => {
      if (typeof value !== "string") return refuse(quoteIt(value, example));
      if (value.length > longest) return refuse(VALUES.tooLong(longest));
      if (pattern.test(value)) return accept(value);
      return refuse(advise?.(value) ?? VALUES.likeThis(example));
    },
  });
}

/** Advice for a value that should have been text. */
export function quoteIt(value: unknown, example: string): string {
  if (typeof value === "number" || typeof value === "boolean") return VALUES.quoteIt;
  return VALUES.likeThis(example);
}

export interface NumberRules {
  readonly wanted: string;
  readonly example: string;
  readonly least?: number;
  readonly most?: number;
  /** Zero itself is refused (least is then 0). */
  readonly positive?: boolean;
}

/** A whole number within bounds. */
export function integer({ wanted, example, least = 1, most = 1_000_000_000 }: NumberRules): Leaf<number> {
  return leaf({
    wanted: `${wanted}: a whole number ${bounds(least, most)}`,
    example,
    json: { type: "integer", minimum: least, maximum: most },
    read: (value) => {
      if (typeof value !== "number") return refuse(unquoteIt(value, example));
      if (!Number.isInteger(value)) return refuse(VALUES.noWhole);
      return value >= least && value <= most ? accept(value) : refuse(VALUES.outOfBounds(bounds(least, most)));
    },
  });
}

/** A finite number within bounds. */
export function number({ wanted, example, least = 0, most = 1e15, positive = false }: NumberRules): Leaf<number> {
  const range = positive ? `above 0` : bounds(least, most);
  return leaf({
    wanted: `${wanted}: a number ${range}`,
    example,
    json: { type: "number", ...(positive ? { exclusiveMinimum: 0 } : { minimum: least }), maximum: most },
    read: (value) => {
      if (typeof value !== "number") return refuse(unquoteIt(value, example));
      const inside = value <= most && (positive ? value > 0 : value >= least);
      return inside ? accept(value) : refuse(VALUES.outOfBounds(range));
    },
  });
}

function bounds(least: number, most: number): string {
  return `from ${least} to ${most}`;
}

/** Advice for a value that should have been a number. */
function unquoteIt(value: unknown, example: string): string {
  const numeric = typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
  return numeric ? VALUES.unquoteIt : VALUES.likeThis(example);
}

/** One word of a closed list. */
export function choice<const Word extends string>(wanted: string, words: readonly Word[]): Leaf<Word> {
  const listed = words.join(", ");
  return leaf({
    wanted: `${wanted}: one of ${listed}`,
    example: words[0] ?? "",
    json: { type: "string", enum: words },
    read: (value) => {
      const word = words.find((candidate) => candidate === value);
      if (word !== undefined) return accept(word);
      return refuse(adviseWord(value, words));
    },
  });
}

/** "Did you mean …?" for a word of a closed list. */
export function adviseWord(value: unknown, words: readonly string[]): string {
  const off = value === false && words.includes("off") ? VALUES.bareOff : null;
  const meant = typeof value === "string" ? didYouMean(value, words) : null;
  return off ?? meant ?? VALUES.otherWord(words);
}

/** `true` or `false`. */
export function flag(wanted: string): Leaf<boolean> {
  return leaf({
    wanted: `${wanted}: true or false`,
    example: "true",
    json: { type: "boolean" },
    read: (value) => (typeof value === "boolean" ? accept(value) : refuse(VALUES.noFlag)),
  });
}
