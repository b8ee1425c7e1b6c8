import type { ManifestChange } from "../../planner/index.ts";

export interface LineCounts {
  readonly added: number;
  readonly removed: number;
}

/** Lines that a unified diff adds and removes; its two file lines are no change. */
export function linesChanged(diff: string): LineCounts {
  const lines = diff.split("\n").filter((line) => !/^(\+\+\+|---)( |$)/.test(line));
  return {
    added: lines.filter((line) => line.startsWith("+")).length,
    removed: lines.filter((line) => line.startsWith("-")).length,
  };
}

/** Of all manifests together. */
export function totalLines(manifests: readonly ManifestChange[]): LineCounts {
  const counts = manifests.map(({ diff }) => linesChanged(diff));
  return {
    added: counts.reduce((sum, { added }) => sum + added, 0),
    removed: counts.reduce((sum, { removed }) => sum + removed, 0),
  };
}
