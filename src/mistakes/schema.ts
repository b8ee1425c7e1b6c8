import type { Expectation, Mistake } from "../ports/failure.ts";

/** A document that has another shape than its format. Keys and values come as `show.ts` writes them. */
export const SCHEMA = {
  noMapping: (value: string, kind: string, examples: string): Mistake => ({
    found: value,
    wanted: `a mapping with apiVersion, kind: ${kind} and content`,
    advice: examples,
  }),
  otherVersion: (version: string): Expectation => ({ wanted: version, advice: `Write \`apiVersion: ${version}\`.` }),
  otherKind: (found: string, kind: string): Expectation => ({
    wanted: kind,
    advice: `This file is a ${found}; name a ${kind} here.`,
  }),
  /** `meant` is the question that a misspelling is answered with, if it is one. */
  unknownKind: (kind: string, meant: string | null): Expectation => ({
    wanted: kind,
    advice: meant ?? `Write \`kind: ${kind}\`.`,
  }),
  /** `advice` is the key's own, or the question that a misspelling is answered with. */
  unknownKey: (key: string, known: readonly string[], advice: string | null): Mistake => ({
    found: `the unknown key ${key}`,
    wanted: known.length === 0 ? "no keys" : `one of the keys ${known.join(", ")}`,
    advice: advice ?? "Remove it, or use one of these keys.",
  }),
  badKey: (key: string, wanted: string): Mistake => ({ found: `the key ${key}`, wanted, advice: "Rename the key." }),
  missingKey: (key: string, example: string): string => `Add \`${key}: ${example}\`.`,
  missingItem: (example: string): string => `Write it like this: ${example}.`,
  tooFew: (least: string): Expectation => ({
    wanted: `at least ${least} in the list`,
    advice: "Add one, or remove the key.",
  }),
  tooLong: (most: string): Expectation => ({ wanted: `at most ${most} characters`, advice: "Shorten it." }),
  noList: { wanted: "a list", advice: `Write a list: [ … ], or one item a line that starts with "- ".` },
  missingMapping: (key: string): Expectation => ({
    wanted: "a mapping",
    advice: `Add \`${key}:\` with its keys below it.`,
  }),
  emptyMapping: (key: string): Expectation => ({
    wanted: "a mapping",
    advice: `Give it keys, or remove \`${key}:\`.`,
  }),
  valueForMapping: {
    wanted: "a mapping (keys with values)",
    advice: "Write key: value pairs, indented below it.",
  },
  otherWord: (words: readonly string[]): Expectation => ({
    wanted: `one of ${words.join(", ")}`,
    advice: `Write ${words.join(" or ")}.`,
  }),
  noneOfSeveral: (wanted: string): Expectation => ({ wanted, advice: `Write ${wanted}.` }),
  noVariant: (key: string, variants: readonly string[], advice: string): Expectation => ({
    wanted: `${key}: one of ${variants.join(", ")}`,
    advice,
  }),
  otherwise: (wanted: string): Expectation => ({ wanted, advice: "Correct the value." }),
} as const;
