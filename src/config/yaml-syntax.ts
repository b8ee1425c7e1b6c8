import type { YAMLException } from "js-yaml";
import { showSource, showText } from "./show.ts";
import type { TextProblem } from "./yaml-checks.ts";

interface Explanation {
  readonly pattern: RegExp;
  readonly wanted: string;
  readonly advice: string;
}

/** The parser's own words, and what a person can do about each. */
const EXPLANATIONS: readonly Explanation[] = [
  { pattern: /tab char/, wanted: "spaces as indentation", advice: "Replace the tab by spaces." },
  {
    pattern: /maxDepth/,
    wanted: "at most 60 levels of nesting",
    advice: "Flatten the file; no format here nests that deep.",
  },
  {
    pattern: /unknown .* tag/,
    wanted: "plain values without tags of your own",
    advice: "Remove the tag (the word that starts with `!`), or put the text in quotes.",
  },
  {
    pattern: /bad indentation of a mapping entry/,
    wanted: "one `key: value` a line, keys of one mapping under each other",
    advice: "Put a value that holds `: ` in quotes, and check the indentation.",
  },
  {
    pattern: /indentation/,
    wanted: "consistent indentation and closed brackets",
    advice: "Check the indentation and that every bracket and quote is closed.",
  },
  { pattern: /quoted scalar/, wanted: "a closing quote", advice: "Close the quote." },
  {
    pattern: /flow (collection|sequence|mapping)/,
    wanted: "a closing bracket",
    advice: "Close the bracket, and put a comma between the items.",
  },
];

const OTHERWISE: Explanation = {
  pattern: /^/,
  wanted: "valid YAML 1.2",
  advice: "Check the indentation, and put text with special characters in quotes.",
};

/** A parser error as a problem at its place, in words. */
export function explainSyntax(text: string, error: YAMLException): TextProblem {
  const { wanted, advice } = EXPLANATIONS.find(({ pattern }) => pattern.test(error.reason)) ?? OTHERWISE;
  const offset = Math.min(error.mark?.position ?? 0, text.length);
  return { offset, at: [], found: `${restOfLine(text, offset)} (${showSource(error.reason)})`, wanted, advice };
}

function restOfLine(text: string, offset: number): string {
  const rest = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? "";
  if (offset >= text.length) return "the end of the file";
  return rest === "" ? "the end of the line" : showText(rest);
}
