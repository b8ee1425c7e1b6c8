import type { CodeHost, Comment, Written } from "../../ports/code-host.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { REVIEW_MARKER } from "../../report/index.ts";

/** How the comment about a review shall stand. */
export interface WantedComment {
  readonly body: string;
  readonly mode: "update" | "hide-and-new" | "new";
}

/** `unchanged`: it stands there already. `outdated`: the pull request moved on; whoever looks next writes. */
export type CommentOutcome = Written | { readonly kind: "unchanged" } | { readonly kind: "outdated" };

/** The App's own comments about reviews, the oldest first. Told by the author: anybody can paste a marker. */
export async function ownReviews(host: CodeHost, number: number): Promise<readonly Comment[]> {
  const comments = await host.comments(number);
  return comments.filter(({ isOwn, body }) => isOwn && body.startsWith(REVIEW_MARKER)).toSorted((a, b) => a.id - b.id);
}

/** Writes the one comment, or leaves it as it is. After creating one it looks again: two that crossed become the older one. */
export async function writeReviewComment(
  host: CodeHost,
  { number, head }: Pick<PullRequest, "number" | "head">,
  { body, mode }: WantedComment,
): Promise<CommentOutcome> {
  const standing = await ownReviews(host, number);
  const current = mode === "update" ? standing[0] : standing.at(-1);
  if (current?.body === body) {
    await collapse(host, standing, mode);
    return { kind: "unchanged" };
  }
  if (!(await isNewest(host, number, head.sha))) return { kind: "outdated" };
  if (current !== undefined && mode === "update") {
    const written = await host.updateComment(current.id, body);
    await collapse(host, standing, mode);
    return written;
  }
  if (current !== undefined && mode === "hide-and-new") await host.updateComment(current.id, hidden(current.body));
  const written = await host.writeComment(number, body);
  if (mode === "update") await collapse(host, await ownReviews(host, number), mode);
  return written;
}

const isNewest = async (host: CodeHost, number: number, sha: string): Promise<boolean> =>
  (await host.pullRequest(number))?.head.sha === sha;

async function collapse(host: CodeHost, own: readonly Comment[], mode: WantedComment["mode"]): Promise<void> {
  if (mode !== "update") return;
  for (const { id } of own.slice(1)) await host.deleteComment(id);
}

/** An older review folded away below the newer one. */
function hidden(body: string): string {
  if (body.includes("<summary>An older review</summary>")) return body;
  const rest = body.slice(REVIEW_MARKER.length).trim();
  return `${REVIEW_MARKER}\n<details><summary>An older review</summary>\n\n${rest}\n\n</details>\n`;
}
