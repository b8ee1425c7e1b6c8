import { replacedInPlace } from "../../config/index.ts";
import type { Suggestion } from "../../ports/code-host.ts";
import type { ChangedFile } from "../../ports/pull-request.ts";
import { fence } from "../../report/index.ts";

/** A file of the change, and what would replace sections of its `spec`. */
export interface Proposal {
  readonly path: string;
  readonly text: string;
  readonly spec: Readonly<Record<string, object>>;
  /** Why, in one sentence of Markdown. */
  readonly why: string;
}

/** The proposal as one remark on lines of the change. Null where a click cannot do it: keys come or go, or lines outside of the
 *  diff would have to change. */
export function suggestionFor({ path, text, spec, why }: Proposal, files: readonly ChangedFile[]): Suggestion | null {
  const edits = Object.entries(spec).map(([section, value]) => ({ path: ["spec", section], value }));
  const replaced = replacedInPlace(text, edits);
  if (replaced === null || replaced === text) return null;
  const before = text.split("\n");
  const after = replaced.split("\n");
  const changed = before.flatMap((line, index) => (line === after[index] ? [] : [index + 1]));
  const [first, last] = [changed[0], changed.at(-1)];
  if (first === undefined || last === undefined || before.length !== after.length) return null;
  const shown = new Set(files.find((file) => file.path === path)?.lines ?? []);
  const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  if (!range.every((line) => shown.has(line))) return null;
  const body = `${why}\n\n${fence(after.slice(first - 1, last).join("\n"), "suggestion")}`;
  return { path, startLine: first, line: last, body };
}
