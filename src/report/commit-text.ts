import { visible } from "./visible.ts";
import { counted } from "./wording.ts";

/** How a commit ended, as the task says it. Everything but `committed` has written nothing. */
export type CommitOutcome =
  | {
      readonly kind: "committed";
      readonly commit: string;
      readonly paths: readonly string[];
      readonly notes: readonly string[];
    }
  | { readonly kind: "unchanged"; readonly commit: string | null; readonly notes: readonly string[] }
  | {
      readonly kind: "humanEdit" | "refused" | "secret";
      readonly path: string;
      readonly detail: string;
      readonly line?: number;
    }
  | { readonly kind: "conflict"; readonly detail: string };

/** The terminal's answer of `commit`. */
export function commitText(committed: {
  readonly repository: string;
  readonly branch: string;
  readonly result: CommitOutcome;
}): string {
  const { repository, branch, result } = committed;
  const where = `${visible(branch)} of ${visible(repository)}`;
  return `${linesOf(result, where).join("\n")}\n`;
}

function linesOf(result: CommitOutcome, where: string): readonly string[] {
  switch (result.kind) {
    case "committed":
      return [
        ...result.paths.map((path) => `  ${visible(path)}`),
        ...result.notes.map((note) => `  ${visible(note)}`),
        `✓ committed ${result.commit.slice(0, 10)} to ${where}: ${counted(result.paths.length, "file")}`,
      ];
    case "unchanged":
      return [
        ...result.notes.map((note) => `  ${visible(note)}`),
        `✓ nothing to commit: ${where} already has exactly these files`,
      ];
    case "conflict":
      return [`✗ nothing was committed to ${where}`, `  ${visible(result.detail)}`];
    default: {
      const line = result.line === undefined ? "" : `:${result.line}`;
      return [`✗ nothing was committed to ${where}`, `  ${visible(result.path)}${line}: ${visible(result.detail)}`];
    }
  }
}
