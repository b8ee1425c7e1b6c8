import type { CommitResult, Proposed } from "../ports/gitops.ts";
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
        `✓ committed ${result.commit.slice(0, 10)} to ${waitingWhere(result, where)}: ${counted(result.paths.length, "file")}`,
        ...nextStep(result.proposed),
      ];
    case "unchanged":
      return [
        ...result.notes.map((note) => `  ${visible(note)}`),
        `✓ nothing to commit: ${waitingWhere(result, where)} already has exactly these files`,
        ...nextStep(result.proposed),
      ];
    case "conflict":
      return [`✗ nothing was committed to ${where}`, `  ${visible(result.detail)}`];
    default: {
      const line = "line" in result ? `:${result.line}` : "";
      return [`✗ nothing was committed to ${where}`, `  ${visible(result.path)}${line}: ${visible(result.detail)}`];
    }
  }
}

interface Waiting {
  readonly proposed?: Proposed;
}

/** In which branch it stands: the target, or the one that waits to be merged into it. */
function waitingWhere({ proposed }: Waiting, where: string): string {
  return proposed === undefined ? where : `${visible(proposed.branch)}, which waits to be merged into ${where}`;
}

/** What somebody has to do before anything is deployed. */
function nextStep(proposed: Proposed | undefined): readonly string[] {
  if (proposed === undefined) return [];
  const { branch, into, opened } = proposed;
  if (opened !== null) return [`  ${visible(opened.url)}: merging it deploys this`];
  return [`  Open a pull request from ${visible(branch)} into ${visible(into)}: merging it deploys this`];
}
