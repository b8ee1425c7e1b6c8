import type { YAMLException } from "js-yaml";
import { YAML } from "../mistakes/yaml.ts";
import type { Mistake } from "../ports/failure.ts";
import { showSource, showText } from "./show.ts";
import type { TextProblem } from "./yaml-checks.ts";

/** The parser's own words, and the mistake that each of them means; the first that fits. */
const EXPLANATIONS: readonly (readonly [RegExp, (rest: string, reason: string) => Mistake])[] = [
  [/tab char/, YAML.tabAsIndentation],
  [/maxDepth/, YAML.tooDeep],
  [/unknown .* tag/, YAML.ownTag],
  [/bad indentation of a mapping entry/, YAML.strayColon],
  [/indentation/, YAML.unevenIndentation],
  [/quoted scalar/, YAML.openQuote],
  [/flow (collection|sequence|mapping)/, YAML.openBracket],
];

/** A parser error as a problem at its place, in words. */
export function explainSyntax(text: string, error: YAMLException): TextProblem {
  const [, mistake] = EXPLANATIONS.find(([pattern]) => pattern.test(error.reason)) ?? [null, YAML.noYaml];
  const offset = Math.min(error.mark?.position ?? 0, text.length);
  return { offset, at: [], ...mistake(restOfLine(text, offset), showSource(error.reason)) };
}

function restOfLine(text: string, offset: number): string {
  const rest = /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? "";
  if (offset >= text.length) return "the end of the file";
  return rest === "" ? "the end of the line" : showText(rest);
}
