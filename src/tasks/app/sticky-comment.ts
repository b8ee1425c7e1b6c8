import type { CodeHost, Comment, Written } from "../../ports/code-host.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { headOfComment, REVIEW_MARKER, settledComment, updatingComment } from "../../report/index.ts";

/** How the comment about a review shall stand. */
export interface WantedComment {
  readonly body: string;
  readonly mode: "update" | "hide-and-new" | "new";
}

/** `unchanged`: it stands there already. `outdated`: the pull request moved on; whoever looks next writes. */
export type CommentOutcome = Written | { readonly kind: "unchanged" } | { readonly kind: "outdated" };

type Head = Pick<PullRequest, "number" | "head">;

/** The App's own comments about reviews, the oldest first. Told by the author: anybody can paste a marker. */
export async function ownReviews(host: CodeHost, number: number): Promise<readonly Comment[]> {
  const comments = await host.comments(number);
  return comments.filter(({ isOwn, body }) => isOwn && body.startsWith(REVIEW_MARKER)).toSorted((a, b) => a.id - b.id);
}

/** Says on the newest comment that its numbers are about an older head. */
export async function markOutdated(host: CodeHost, { number, head }: Head): Promise<void> {
  const standing = (await ownReviews(host, number)).at(-1);
  const older = standing === undefined ? null : headOfComment(standing.body);
  if (standing === undefined || older === null || older === head.sha) return;
  const body = updatingComment(standing.body, { older, newer: head.sha });
  if (body !== standing.body) await host.updateComment(standing.id, body);
}

/** Writes the one comment, or leaves it as it is. After creating one it looks again: two that crossed become the older one. */
export async function writeReviewComment(
  host: CodeHost,
  pull: Head,
  { body, mode }: WantedComment,
): Promise<CommentOutcome> {
  const standing = await ownReviews(host, pull.number);
  if (mode === "update") return writeTheOne(host, pull, { body, standing });
  const current = standing.at(-1);
  if (current?.body === body) return { kind: "unchanged" };
  if (!(await isNewest(host, pull))) return { kind: "outdated" };
  // The same head said differently is no news: each head has one comment.
  if (current !== undefined && headOfComment(current.body) === pull.head.sha) {
    return host.updateComment(current.id, body);
  }
  if (current !== undefined) await settle(host, current, mode);
  return host.writeComment(pull.number, body);
}

async function writeTheOne(
  host: CodeHost,
  pull: Head,
  { body, standing }: { readonly body: string; readonly standing: readonly Comment[] },
): Promise<CommentOutcome> {
  const [current] = standing;
  if (current?.body === body) {
    await collapse(host, standing);
    return { kind: "unchanged" };
  }
  if (!(await isNewest(host, pull))) return { kind: "outdated" };
  const written =
    current === undefined ? await host.writeComment(pull.number, body) : await host.updateComment(current.id, body);
  await collapse(host, current === undefined ? await ownReviews(host, pull.number) : standing);
  return written;
}

const isNewest = async (host: CodeHost, { number, head }: Head): Promise<boolean> =>
  (await host.pullRequest(number))?.head.sha === head.sha;

async function collapse(host: CodeHost, own: readonly Comment[]): Promise<void> {
  for (const { id } of own.slice(1)) await host.deleteComment(id);
}

/** What was said about an older head is not being updated any more; below a newer comment it may be folded away. */
async function settle(host: CodeHost, { id, body: old }: Comment, mode: WantedComment["mode"]): Promise<void> {
  const settled = settledComment(old);
  const body = mode === "hide-and-new" ? hidden(settled) : settled;
  if (body !== old) await host.updateComment(id, body);
}

const FOLDED = "<details><summary>An older review</summary>";

function hidden(body: string): string {
  if (body.includes(FOLDED)) return body;
  const rest = body.slice(REVIEW_MARKER.length).trim();
  return `${REVIEW_MARKER}\n${FOLDED}\n\n${rest}\n\n</details>\n`;
}
