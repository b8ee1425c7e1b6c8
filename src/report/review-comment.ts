import type { Review } from "../../planner/index.ts";
import { REVIEW_MARKER, reviewSections } from "./diff-markdown.ts";
import { type Locator, nowhere } from "./locate.ts";
import { code, details, plain } from "./markdown.ts";
import { COMMENT_LIMIT, fixed, joinSections, type Section } from "./sections.ts";

/** What a comment says besides the review itself. All texts are Markdown already. */
export interface CommentParts {
  /** One for each configuration repository that the change touches. */
  readonly reviews: readonly { readonly review: Review; readonly locate: Locator }[];
  /** Sentences right below the verdict: approvals, what could not be done. */
  readonly notes: readonly string[];
  /** Folded parts after the review's own: the cheapest that holds, other platforms. */
  readonly parts: readonly { readonly title: string; readonly body: string }[];
  /** Whole reports, one for each of the reviews; none where nobody could follow the link. */
  readonly reportUrls: readonly string[];
  /** The commit that it is about. */
  readonly head: string;
}

const COMMANDS = "<sub>`/loadline plan` · `advise` · `what-if traffic=2x` · `compare` · `approve SHA` · `help`</sub>";

/** The pull-request comment of one or more reviews. Same parts, same bytes: what has not changed is not written again. */
export function reviewComment({ reviews, notes, parts, reportUrls, head }: CommentParts): string {
  const [first = [], ...others] = reviews.map(({ review, locate }) => reviewSections(review, locate ?? nowhere));
  const [verdict, ...rest] = first;
  const sections: readonly Section[] = [
    ...(verdict === undefined ? [] : [verdict]),
    ...notes.map((note, index) => fixed(`note ${index + 1}`, 0.5, note)),
    ...rest,
    // Only the first line of a comment is its marker.
    ...others.flat().map((section) => ({
      ...section,
      build: (room: number) => section.build(room)?.replace(`${REVIEW_MARKER}\n`, "") ?? null,
    })),
    ...parts.map(({ title, body }) => fixed(title.toLowerCase(), 6.5, details(title, body))),
    ...(reportUrls.length === 0 ? [] : [fixed("the link", 1, linksTo(reportUrls))]),
    fixed("the commands", 6, COMMANDS),
  ];
  return joinSections(sections).replace(REVIEW_MARKER, `${REVIEW_MARKER}\n${headMarker(head)}`);
}

function linksTo(urls: readonly string[]): string {
  const [only] = urls;
  if (urls.length === 1 && only !== undefined) return `[The whole report](${only}), for 30 days`;
  const links = urls.map((url, index) => `[${index + 1}](${url})`);
  return `The whole reports, for 30 days: ${links.join(" · ")}`;
}

/** The commit that a comment is about, for whoever reads it back. */
const headMarker = (head: string): string => `<!-- loadline:head ${head} -->`;

/** The commit that a comment of ours is about; null where it does not say. */
export const headOfComment = (body: string): string | null =>
  /^<!-- loadline:head ([0-9a-f]{7,64}) -->$/m.exec(body)?.[1] ?? null;

const UPDATING = /^> ⏳ .*\n\n/m;

/** A comment about an older head, while a newer one is looked at. */
export function updatingComment(
  body: string,
  { older, newer }: { readonly older: string; readonly newer: string },
): string {
  const rest = body.slice(REVIEW_MARKER.length + 1).replace(UPDATING, "");
  return `${REVIEW_MARKER}\n> ⏳ updating for ${short(newer)}; the numbers below are for ${short(older)}\n\n${rest}`;
}

/** The same without the mark: nobody updates it any more. */
export const settledComment = (body: string): string => body.replace(UPDATING, "");

/** A comment after the change has taken back what was reviewed. */
export const emptiedComment = (head: string): string =>
  `${REVIEW_MARKER}\n${headMarker(head)}\n### loadline: nothing to review any more\n\nNo ModelDeployment, its traffic or its Settings change.\n\n<sub>${short(head)}</sub>\n`;

/** A comment in the place of a review that could not be made: why, and what happens next. */
export function failureComment({
  title,
  sentences,
  head,
}: {
  title: string;
  sentences: readonly string[];
  head: string;
}): string {
  const list = listed(sentences, COMMENT_LIMIT - 2000);
  const note = `<sub>${short(head)}</sub>`;
  return `${REVIEW_MARKER}\n${headMarker(head)}\n### ❔ loadline: ${plain(title, 200)}\n\n${list}\n\n${note}\n\n${COMMANDS}\n`;
}

/** Sentences as a list, as many as there is room for. */
export function listed(sentences: readonly string[], room: number): string {
  const lines = sentences.map((text) => `- ${text}`);
  const lengths = lines.map((_, index) => lines.slice(0, index + 1).join("\n").length);
  const shown = lines.filter((_, index) => (lengths[index] ?? 0) <= room);
  return [...shown, ...(shown.length < lines.length ? [`- …and ${lines.length - shown.length} more.`] : [])].join("\n");
}

export const short = (sha: string): string => code(sha.slice(0, 7));
