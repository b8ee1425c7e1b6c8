import { FAILED_WORK } from "../../mistakes/failed-work.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { Check, CodeHost } from "../../ports/code-host.ts";
import { LimitedError, OutsideError } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { failureComment, plain } from "../../report/index.ts";
import { insist, RefusedWrite } from "./refusal.ts";
import { ownReviews, writeReviewComment } from "./sticky-comment.ts";
import { writeCheckOnce } from "./write-check.ts";

type About = Readonly<{ host: CodeHost; pull: PullRequest }>;

interface Said {
  readonly check: Check;
  /** Writes the comment, with what else is to be said in it. */
  readonly comment: (notes: readonly string[]) => Promise<void>;
}

/** The comment failed after the check was written: there is a verdict, whatever becomes of this. */
export class UnsaidComment extends OutsideError {
  constructor({ system, reason, retryable }: OutsideError) {
    super(system, reason, retryable);
    this.name = "UnsaidComment";
  }
}

/** Each is written where the other may not be, and says so then. The check comes first. Throws what was refused. */
export async function checkAndComment(app: AppWorld, about: About, { check, comment }: Said): Promise<void> {
  const withoutCheck = await refusalIn(() => writeCheckOnce(app, about, check));
  const notes = withoutCheck === null ? [] : [FAILED_WORK.noCheck(plain(withoutCheck.reason, 600))];
  const withoutComment = await refusalIn(() => comment(notes)).catch((error: unknown) => {
    const isPlain = error instanceof OutsideError && !(error instanceof LimitedError);
    throw isPlain && withoutCheck === null ? new UnsaidComment(error) : error;
  });
  if (withoutComment !== null && withoutCheck === null) {
    const note = FAILED_WORK.noComment(plain(withoutComment.reason, 600));
    await writeCheckOnce(app, about, { ...check, summary: `${note}\n\n${check.summary}` });
  }
  const refused = withoutCheck ?? withoutComment;
  if (refused !== null) throw refused;
}

async function refusalIn(write: () => Promise<void>): Promise<RefusedWrite | null> {
  try {
    await write();
    return null;
  } catch (error) {
    if (error instanceof RefusedWrite) return error;
    throw error;
  }
}

interface Failed {
  readonly check: Check;
  readonly title: string;
  readonly sentences: readonly string[];
}

/** Check and comment in the place of a review that could not be made. */
export function insteadOfReview(app: AppWorld, about: About, { check, title, sentences }: Failed): Promise<void> {
  const { host, pull } = about;
  return checkAndComment(app, about, {
    check,
    comment: (notes) =>
      say(host, pull, failureComment({ title, sentences: [...sentences, ...notes], head: pull.head.sha })),
  });
}

/** In the place of a review. Where every head has its own comment, the older ones stay. */
export async function say(host: CodeHost, pull: PullRequest, body: string): Promise<void> {
  if (pull.isLocked) return;
  const mode = (await ownReviews(host, pull.number)).length > 1 ? "new" : "update";
  insist(await writeReviewComment(host, pull, { body, mode }));
}
