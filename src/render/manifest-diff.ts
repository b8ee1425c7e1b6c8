import type { ManifestChange } from "../../planner/index.ts";
import { unifiedDiff } from "./diff/line-diff.ts";
import { redactPair } from "./diff/redact.ts";
import { type Resource, resourcesIn } from "./diff/resources.ts";

type Files = ReadonlyMap<string, string>;

/**
 * What differs for the cluster between two sets of manifests, a resource at a time, by path. Order of keys, layout, comments,
 * other spellings of an amount and what an API server adds are no difference; a resource in another file is, as files decide who
 * applies it. Values of Secrets are replaced, their keys are not. Same texts, same bytes.
 */
export function manifestDiff(base: Files, head: Files): readonly ManifestChange[] {
  const before = resourcesIn(without(base, head));
  const after = resourcesIn(without(head, base));
  const keys = [...new Set([...before.keys(), ...after.keys()])];
  return keys
    .flatMap((key) => changeOf(before.get(key) ?? null, after.get(key) ?? null))
    .sort((a, b) => compare(a.path, b.path) || compare(a.resource ?? "", b.resource ?? ""));
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Files that are the same to the byte need no reading. */
const without = (files: Files, others: Files): Files =>
  new Map([...files].filter(([path, text]) => others.get(path) !== text));

type Pair = readonly [before: Resource | null, after: Resource | null];

function changeOf(...[before, after]: Pair): readonly ManifestChange[] {
  const shown = after ?? before;
  if (shown === null) return [];
  const isMoved = before !== null && after !== null && before.path !== after.path;
  if (!isMoved && before?.meaning === after?.meaning) return [];
  const resource = shown.title === null ? {} : { resource: shown.title };
  return [{ path: shown.path, change: kindOf(before, after), diff: diffOf(before, after), ...resource }];
}

function kindOf(...[before, after]: Pair): ManifestChange["change"] {
  if (before === null) return "added";
  return after === null ? "removed" : "changed";
}

function diffOf(...[before, after]: Pair): string {
  const paths = { before: before?.path ?? after?.path ?? "", after: after?.path ?? before?.path ?? "" };
  const [old, now] = redactPair(before?.text ?? null, after?.text ?? null);
  const diff = unifiedDiff(paths, old, now);
  return (after ?? before)?.kind === "CustomResourceDefinition" ? folded(diff) : diff;
}

/** A definition has thousands of lines that nobody reads: how many differ says enough. */
function folded(diff: string): string {
  const [from, to, ...lines] = diff.split("\n");
  const count = (sign: string) => lines.filter((line) => line.startsWith(sign)).length;
  return `${from}\n${to}\n # a CustomResourceDefinition, not shown: ${count("+")} lines come, ${count("-")} go\n`;
}
