import { unifiedDiff } from "./line-diff.ts";
import { redactPair } from "./redact.ts";

/** What a change does to one rendered file. */
export interface ManifestChange {
  readonly path: string;
  readonly change: "added" | "changed" | "removed";
  /** Unified diff; values of Secrets are replaced, their keys are not. */
  readonly diff: string;
}

/** Files that differ between two sets of manifests, by path. */
export function manifestDiff(
  base: ReadonlyMap<string, string>,
  head: ReadonlyMap<string, string>,
): readonly ManifestChange[] {
  const paths = [...new Set([...base.keys(), ...head.keys()])].sort();
  return paths.flatMap((path): readonly ManifestChange[] => {
    const before = base.get(path) ?? null;
    const after = head.get(path) ?? null;
    if (before === after) return [];
    const [shownBefore, shownAfter] = redactPair(before, after);
    return [{ path, change: changeOf(before, after), diff: unifiedDiff(path, shownBefore, shownAfter) }];
  });
}

function changeOf(before: string | null, after: string | null): ManifestChange["change"] {
  if (before === null) return "added";
  return after === null ? "removed" : "changed";
}
