import type { Annotation, Check } from "../../ports/code-host.ts";
import { plain } from "../../report/index.ts";

/** What of a review the token could not write on the pull request. */
export interface UnwrittenReview {
  readonly check: Check | null;
  readonly comment: string | null;
}

/** The same as Markdown, for the job's log and its summary; null where all of it stands on the pull request. */
export function unwrittenReview({ check, comment }: UnwrittenReview): string | null {
  if (check === null && comment === null) return null;
  const parts = [
    "The token may not write this on the pull request, so it stands here alone.",
    // The comment says what the summary of the check does.
    ...(check === null ? [] : [headingOf(check), ...(comment === null ? [check.summary] : []), remarksOf(check)]),
    ...(comment === null ? [] : [comment]),
  ];
  return `${parts.filter((part) => part.trim() !== "").join("\n\n")}\n`;
}

const headingOf = ({ conclusion, title }: Check): string =>
  `## Check loadline: ${conclusion ?? "running"}\n\n${plain(title)}`;

const remarksOf = ({ annotations }: Check): string => annotations.map(remarkOf).join("\n");

const remarkOf = ({ path, line, level, message }: Annotation): string =>
  `- ${plain(`${path}:${line}`)}: ${level}: ${plain(message)}`;
