import { replacedInPlace, withValues } from "../../config/index.ts";
import type { Suggestion } from "../../ports/code-host.ts";
import type { ChangedFile } from "../../ports/pull-request.ts";
import { fence, type SpecChange } from "../../report/index.ts";

/** A file of the change, and what would be another value below its `spec`. */
export interface Proposal {
  readonly path: string;
  readonly text: string;
  readonly changes: readonly SpecChange[];
  /** Why, in one sentence of Markdown. */
  readonly why: string;
}

/** The proposal as one remark on lines of the change. Null where a click cannot do it: lines outside of the diff would change. */
export function suggestionFor(
  { path, text, changes, why }: Proposal,
  files: readonly ChangedFile[],
): Suggestion | null {
  const before = text.split("\n");
  const after = edited(text, changes).split("\n");
  const range = differing(before, after);
  if (range === null) return null;
  const { first, last, added } = range;
  const shown = new Set(files.find((file) => file.path === path)?.lines ?? []);
  for (let line = first; line <= last; line++) if (!shown.has(line)) return null;
  const replacement = after.slice(first - 1, last + added).join("\n");
  return { path, startLine: first, line: last, body: `${why}\n\n${fence(replacement, "suggestion")}` };
}

/** Written where the values stand; the file is laid out anew only where keys come or go. */
function edited(text: string, changes: readonly SpecChange[]): string {
  const edits = changes.map(({ path, value }) => ({ path: ["spec", ...path], value }));
  const isInPlace = changes.every(({ value }) => value !== undefined);
  return (isInPlace ? replacedInPlace(text, edits) : null) ?? withValues(text, edits);
}

interface Range {
  /** Lines from 1, both included; what is only added stands beside the line before it. */
  readonly first: number;
  readonly last: number;
  /** How many lines there are more afterwards. */
  readonly added: number;
}

/** The lines between what both texts begin with and what both end with. */
function differing(before: readonly string[], after: readonly string[]): Range | null {
  const added = after.length - before.length;
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  if (same === before.length && added === 0) return null;
  let end = before.length;
  while (end > same && end + added > same && before[end - 1] === after[end - 1 + added]) end -= 1;
  const first = end === same ? Math.max(1, same) : same + 1;
  return { first, last: Math.max(first, end), added };
}
