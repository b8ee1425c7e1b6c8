import { createHash } from "node:crypto";
import type { AppWorld } from "../../ports/app-world.ts";
import type { Check, CodeHost } from "../../ports/code-host.ts";
import { InputError, OutsideError } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { diffHtml, failureComment, headOfComment, reviewComment, short, updatingComment } from "../../report/index.ts";
import type { Sides } from "../review-sides.ts";
import { adviceParts, needsAdvice } from "./advise-pull-request.ts";
import { type Approval, approvalOf } from "./approvals.ts";
import { mistakeRemarks, mistakeSentences } from "./mistakes.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { checkOf, type OwnReview, ownReviewsOf, runningCheck, touched } from "./own-reviews.ts";
import { openSides } from "./pull-request-sides.ts";
import { isNoteworthy } from "./quiet.ts";
import { spreadOver } from "./spread.ts";
import { ownReviews, writeReviewComment } from "./sticky-comment.ts";

/** Reads the pull request as it is now, forecasts both sides, and makes comment and check say so. */
export async function reviewPullRequest(app: AppWorld, host: CodeHost, number: number): Promise<WorkOutcome> {
  const pull = await host.pullRequest(number);
  if (pull === null || pull.state !== "open" || pull.isArchived) return DONE;
  await announce(host, pull);
  const opened = await openSides(host, { from: pull.mergeBase, head: pull.head.sha, powers: pull.base.sha });
  try {
    const waiting = await spreadOver(app, pull, { host, sides: opened.sides });
    if (waiting !== null) return waiting;
    await writeReview(app, { host, pull, sides: opened.sides });
    return DONE;
  } catch (error) {
    if (error instanceof InputError) return await reportMistakes(host, pull, error);
    if (error instanceof OutsideError && !error.retryable) return await reportOutside(host, pull, error);
    throw error;
  } finally {
    await opened.close();
  }
}

export interface Reviewing {
  readonly host: CodeHost;
  readonly pull: PullRequest;
  readonly sides: readonly Sides[];
}

/** Before the work: a check that runs, and a mark on numbers that are about an older head. */
async function announce(host: CodeHost, { number, head }: PullRequest): Promise<void> {
  if ((await host.check(head.sha)) === undefined) await host.writeCheck(runningCheck(head.sha));
  const [standing] = await ownReviews(host, number);
  const older = standing === undefined ? null : headOfComment(standing.body);
  if (standing === undefined || older === null || older === head.sha) return;
  await host.updateComment(standing.id, updatingComment(standing.body, { older, newer: head.sha }));
}

async function writeReview(app: AppWorld, about: Reviewing): Promise<void> {
  const { host, pull } = about;
  const reviews = await ownReviewsOf(app, pull, about.sides);
  const { repository } = host;
  const approval = await approvalOf(app.memory, { repository, number: pull.number, sha: pull.head.sha });
  const check = checkOf(pull.head.sha, reviews, approval === null ? [] : [approval]);
  const shown = touched(reviews);
  if (shown.length > 0 && !pull.isLocked) await comment(app, about, { reviews: shown, approval, check });
  await host.writeCheck(check);
  if (shown.length > 0 && (await needsAdvice(app, about))) {
    await app.queue.add([{ kind: "advice", repository, number: pull.number }]);
  }
}

interface Outcome {
  readonly reviews: readonly OwnReview[];
  readonly approval: Approval | null;
  readonly check: Check;
}

async function comment(app: AppWorld, { host, pull }: Reviewing, { reviews, approval, check }: Outcome): Promise<void> {
  const settings = reviews[0]?.settings;
  const { mode = "update", threshold } = settings?.comment ?? {};
  const standing = await ownReviews(host, pull.number);
  const isQuiet =
    mode === "off" ||
    (standing.length === 0 &&
      !isNoteworthy(
        reviews.map(({ reviewed }) => reviewed.review),
        threshold,
      ));
  if (mode === "off" || isQuiet) return;
  const parts = {
    reviews: reviews.map(({ reviewed }) => reviewed),
    notes: notesOf(pull, approval, check),
    parts: await adviceParts(app, { host, pull }),
    reportUrl: await reportUrl(app, reviews),
  };
  await writeReviewComment(host, pull, { body: reviewComment({ ...parts, head: pull.head.sha }), mode });
}

function notesOf(pull: PullRequest, approval: Approval | null, { conclusion }: Check): readonly string[] {
  const notes: string[] = [];
  if (pull.isFork) notes.push("From a fork: reviewed with what is public; nothing of it is committed anywhere.");
  if (approval !== null) {
    const covers = conclusion === "failure" ? ", which does not cover all of the blocking findings" : "";
    notes.push(`Approved for ${short(approval.sha)} by ${approval.by}${covers}.`);
  }
  return notes;
}

/** The page is kept by its content, so that a review that runs again links the same one. */
async function reportUrl(app: AppWorld, reviews: readonly OwnReview[]): Promise<string | null> {
  const [first] = reviews;
  if (app.publicUrl === null || first === undefined) return null;
  const { review, locate } = first.reviewed;
  const html = await diffHtml(review, locate);
  const key = `report/${createHash("sha256").update(html).digest("hex")}`;
  const known = await app.memory.read<string>(key);
  const standing = known !== null && (await app.reports.get(known)) !== null ? known : null;
  const id = standing ?? (await app.reports.put(html));
  if (standing === null) await app.memory.write(key, id);
  return `${app.publicUrl}/reports/${id}`;
}

async function reportMistakes(host: CodeHost, pull: PullRequest, error: InputError): Promise<WorkOutcome> {
  const sentences = mistakeSentences(error.problems);
  const title = "the configuration cannot be read";
  await say(host, pull, failureComment({ title, sentences, head: pull.head.sha }));
  await host.writeCheck({
    ...runningCheck(pull.head.sha),
    ...{ conclusion: "failure", title, summary: sentences.map((text) => `- ${text}`).join("\n") },
    annotations: mistakeRemarks(error.problems),
  });
  return DONE;
}

async function reportOutside(host: CodeHost, pull: PullRequest, error: OutsideError): Promise<WorkOutcome> {
  const title = "no forecast could be made";
  const sentences = [
    `${error.system} failed; it is not tried again by itself. Push, or write \`/loadline plan\`, when it is mended.`,
  ];
  await say(host, pull, failureComment({ title, sentences, head: pull.head.sha }));
  const summary = sentences.join("\n");
  await host.writeCheck({ ...runningCheck(pull.head.sha), conclusion: "action_required", title, summary });
  return DONE;
}

async function say(host: CodeHost, pull: PullRequest, body: string): Promise<void> {
  if (!pull.isLocked) await writeReviewComment(host, pull, { body, mode: "update" });
}
