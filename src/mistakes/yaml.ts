import type { Mistake } from "../ports/failure.ts";

/** What a syntax error says: the rest of the line, and the parser's own reason. */
const found = (rest: string, reason: string): string => `${rest} (${reason})`;

/** A file that is no single, unambiguous YAML document. Texts of the file come in quotes, as `showText` writes them. */
export const YAML = {
  tooLarge: (): Mistake => ({
    found: "a file of more than 1 MiB",
    wanted: "a configuration file of at most 1 MiB",
    advice: "Check that this is the right file; request logs belong into a traffic file that the configuration names.",
  }),
  controlCharacter: (code: number): Mistake => ({
    found: `the control character U+${code.toString(16).padStart(4, "0").toUpperCase()}: binary content, or text in UTF-16`,
    wanted: "a text file in UTF-8",
    advice: "Save the file as UTF-8 text; inside quotes a control character is written as an escape.",
  }),
  emptyFile: (examples: string): Mistake => ({
    found: "an empty file",
    wanted: "a document with apiVersion, kind and content",
    advice: examples,
  }),
  severalDocuments: (count: number): Mistake => ({
    found: `${count} documents in one file`,
    wanted: "exactly one document",
    advice: "Put each document into a file of its own and remove the `---` between them.",
  }),
  tooManyAliases: (count: number, most: number): Mistake => ({
    found: `${count} aliases ("*name")`,
    wanted: `at most ${most} aliases`,
    advice: "Write the values out.",
  }),
  tooManyValues: (count: number, most: number): Mistake => ({
    found: `a file that stands for ${count} values once its aliases are expanded`,
    wanted: `at most ${most} values`,
    advice: "Write the file without aliases of aliases.",
  }),
  endlessAlias: (name: string): Mistake => ({
    found: `the alias *${name} inside the node it names`,
    wanted: "an alias of a finished node above it",
    advice: "Write the value out: it would contain itself.",
  }),
  unknownAlias: (name: string): Mistake => ({
    found: `the alias *${name}, which nothing is named`,
    wanted: "an alias of a finished node above it",
    advice: "Put it in quotes if text is meant.",
  }),
  readTwoWays: (word: string, readings: Readings): Mistake => ({
    found: `${word} (YAML 1.2 reads ${readings.core}, YAML 1.1 reads ${readings.older})`,
    wanted: "a value that every YAML reader reads the same way",
    advice: `Put it in quotes if text is meant: ${readings.quoted}${readings.isFlag ? `, or ${readings.older} if that is meant` : ""}.`,
  }),
  repeatedKey: (key: string): Mistake => ({
    found: `the key ${key} a second time`,
    wanted: "each key once in a mapping",
    advice: "Remove one of the two; a reader would silently take only one of them.",
  }),
  mergeKey: (key: string): Mistake => ({
    found: `the key ${key}`,
    wanted: "a key of this format",
    advice: "Write the keys out: merge keys are not part of YAML 1.2.",
  }),
  notAName: (key: string): Mistake => ({
    found: `the key ${key}`,
    wanted: "a key of this format",
    advice: "Remove it: this is not a name.",
  }),
  keyIsNoText: (kind: string): Mistake => ({
    found: `${kind} as a key`,
    wanted: "keys that are plain text",
    advice: "Write the key as text. A template placeholder such as {{ name }} must be in quotes.",
  }),
  tabAsIndentation: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "spaces as indentation",
    advice: "Replace the tab by spaces.",
  }),
  tooDeep: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "at most 60 levels of nesting",
    advice: "Flatten the file; no format here nests that deep.",
  }),
  ownTag: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "plain values without tags of your own",
    advice: "Remove the tag (the word that starts with `!`), or put the text in quotes.",
  }),
  strayColon: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "one `key: value` a line, keys of one mapping under each other",
    advice: "Put a value that holds `: ` in quotes, and check the indentation.",
  }),
  unevenIndentation: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "consistent indentation and closed brackets",
    advice: "Check the indentation and that every bracket and quote is closed.",
  }),
  openQuote: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "a closing quote",
    advice: "Close the quote.",
  }),
  openBracket: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "a closing bracket",
    advice: "Close the bracket, and put a comma between the items.",
  }),
  noYaml: (rest: string, reason: string): Mistake => ({
    found: found(rest, reason),
    wanted: "valid YAML 1.2",
    advice: "Check the indentation, and put text with special characters in quotes.",
  }),
  /** The last of those that are said at once. */
  more: (advice: string, count: number): string => `${advice} (${count} more problems are not shown.)`,
} as const;

interface Readings {
  readonly core: string;
  readonly older: string;
  /** The word as text. */
  readonly quoted: string;
  /** YAML 1.1 reads true or false, which may be meant. */
  readonly isFlag: boolean;
}
