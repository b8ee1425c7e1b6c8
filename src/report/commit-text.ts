import type { CommitResult } from "../ports/gitops.ts";
import { visible } from "./visible.ts";
import { counted } from "./wording.ts";

/** The terminal's answer of `commit`. */
export function commitText(committed: {
  readonly repository: string;
  readonly branch: string;
  readonly result: CommitResult;
}): string {
  const { repository, branch, result } = committed;
  const where = `${visible(branch)} of ${visible(repository)}`;
  return `${linesOf(result, where).join("\n")}\n`;
}

function linesOf(result: CommitResult, where: string): readonly string[] {
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
      const line = "line" in result ? `:${result.line}` : "";
      return [`✗ nothing was committed to ${where}`, `  ${visible(result.path)}${line}: ${visible(result.detail)}`];
    }
  }
}
