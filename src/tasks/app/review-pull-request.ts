import { createHash } from "node:crypto";
import { COMMENT } from "../../mistakes/comment.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { Check, CodeHost } from "../../ports/code-host.ts";
import { InputError } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { code, diffHtml, emptiedComment, listed, reviewComment, short } from "../../report/index.ts";
import type { Sides } from "../review-sides.ts";
import { adviceParts, needsAdvice } from "./advise-pull-request.ts";
import { type Approval, approvalOf } from "./approvals.ts";
import { checkAndComment, insteadOfReview, say } from "./check-and-comment.ts";
import { mistakeRemarks, mistakeSentences } from "./mistakes.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { checkOf, type OwnReview, ownReviewsOf, runningCheck, touched } from "./own-reviews.ts";
import { commitsOf, withSides } from "./pull-request-sides.ts";
import { isNoteworthy } from "./quiet.ts";
import { insist, RefusedWrite, rememberRefused } from "./refusal.ts";
import { PrivateTraffic } from "./review-options.ts";
import { spreadOver, stillSpread } from "./spread.ts";
import { markOutdated, ownReviews, writeReviewComment } from "./sticky-comment.ts";
import { cancelRunning, startCheck } from "./write-check.ts";

/** Reads the pull request as it is now, forecasts both sides, and makes comment and check say so. */
export async function reviewPullRequest(app: AppWorld, host: CodeHost, number: number): Promise<WorkOutcome> {
  const pull = await host.pullRequest(number);
  if (pull === null || pull.isArchived) return DONE;
  if (pull.state !== "open") {
    await cancelRunning(host, pull.head.sha, "The pull request was closed before its review was done.");
    return DONE;
  }
  const waiting = await stillSpread(app, { host, pull });
  if (waiting !== null) return waiting;
  try {
    await startIfAllowed(app, { host, pull });
    if (!pull.isLocked) await markOutdated(host, pull);
    return await reviewOpen(app, host, pull);
  } catch (error) {
    if (error instanceof RefusedWrite) await rememberRefused(app, { host, pull });
    throw error;
  }
}

/** Without leave to write checks there is the comment. */
async function startIfAllowed(app: AppWorld, about: About): Promise<void> {
  try {
    await startCheck(app, about);
  } catch (error) {
    if (!(error instanceof RefusedWrite)) throw error;
  }
}

async function reviewOpen(app: AppWorld, host: CodeHost, pull: PullRequest): Promise<WorkOutcome> {
  try {
    return await withSides(host, commitsOf(pull), async (sides) => {
      const waiting = await spreadOver(app, { host, pull }, sides);
      if (waiting === null) await writeReview(app, { host, pull, sides });
      return waiting ?? DONE;
    });
  } catch (error) {
    if (error instanceof InputError) return await reportMistakes(app, { host, pull }, error);
    if (error instanceof PrivateTraffic) return await reportPrivate(app, { host, pull });
    throw error;
  }
}

interface About {
  readonly host: CodeHost;
  readonly pull: PullRequest;
}

interface Reviewing extends About {
  readonly sides: readonly Sides[];
}

async function writeReview(app: AppWorld, about: Reviewing): Promise<void> {
  const { host, pull } = about;
  const reviews = await ownReviewsOf(app, pull, about.sides);
  const { repository } = host;
  const approval = await approvalOf(app.memory, repository, pull);
  const check = checkOf(pull.head.sha, reviews, approval === null ? [] : [approval]);
  const shown = touched(reviews);
  await checkAndComment(app, about, {
    check,
    comment: async (notes) => {
      if (shown.length === 0) await takeBack(host, pull);
      else if (!pull.isLocked) await comment(app, about, { reviews: shown, approval, check, notes });
    },
  });
  if (shown.length > 0 && (await needsAdvice(app, about))) {
    await app.queue.add([{ kind: "advice", repository, number: pull.number }]);
  }
}

/** A comment about a change that was taken back must not go on showing its numbers. */
async function takeBack(host: CodeHost, pull: PullRequest): Promise<void> {
  if (pull.isLocked || (await ownReviews(host, pull.number)).length === 0) return;
  await say(host, pull, emptiedComment(pull.head.sha));
}

interface Outcome {
  readonly reviews: readonly OwnReview[];
  readonly approval: Approval | null;
  readonly check: Check;
  /** What has to be said whether the change is noteworthy or not. */
  readonly notes: readonly string[];
}

async function comment(app: AppWorld, { host, pull }: Reviewing, outcome: Outcome): Promise<void> {
  const { reviews, approval, check, notes } = outcome;
  const settings = reviews[0]?.settings;
  const { mode = "update", threshold } = settings?.comment ?? {};
  const standing = await ownReviews(host, pull.number);
  const own = reviews.map(({ reviewed }) => reviewed.review);
  const isQuiet = standing.length === 0 && notes.length === 0 && !isNoteworthy(own, threshold);
  if (mode === "off" || isQuiet) return;
  const parts = {
    reviews: reviews.map(({ reviewed }) => reviewed),
    notes: [...notes, ...(await wayOf(host, pull, reviews)), ...notesOf(pull, approval, check)],
    parts: await adviceParts(app, { host, pull }),
    reportUrls: await reportUrls(app, reviews),
  };
  insist(await writeReviewComment(host, pull, { body: reviewComment({ ...parts, head: pull.head.sha }), mode }));
}

/** What is merged elsewhere than into the default branch goes nowhere. */
async function wayOf(host: CodeHost, pull: PullRequest, reviews: readonly OwnReview[]): Promise<readonly string[]> {
  if (reviews.every(({ settings }) => settings.gitops === null)) return [];
  const branch = await host.defaultBranch();
  if (branch === null || branch === pull.base.branch) return [];
  return [COMMENT.staysUndeployed(code(pull.base.branch, 100), code(branch, 100))];
}

function notesOf(pull: PullRequest, approval: Approval | null, { conclusion }: Check): readonly string[] {
  const notes: string[] = [];
  if (pull.isFork) notes.push(COMMENT.fromFork);
  if (approval !== null) {
    const covers = conclusion === "failure" ? ", which does not cover all of the blocking findings" : "";
    notes.push(`Approved for ${short(approval.sha)} by ${approval.by}${covers}.`);
  }
  return notes;
}

/** One page for each configuration repository. */
async function reportUrls(app: AppWorld, reviews: readonly OwnReview[]): Promise<readonly string[]> {
  if (app.publicUrl === null) return [];
  const urls: string[] = [];
  for (const one of reviews) urls.push(`${app.publicUrl}/reports/${await reportOf(app, one)}`);
  return urls;
}

/** The page is kept by its content, so that a review that runs again links the same one. */
async function reportOf(app: AppWorld, { reviewed: { review, locate } }: OwnReview): Promise<string> {
  const html = await diffHtml(review, locate);
  const key = `report/${createHash("sha256").update(html).digest("hex")}`;
  const known = await app.memory.read<string>(key);
  const standing = known !== null && (await app.reports.get(known)) !== null ? known : null;
  const id = standing ?? (await app.reports.put(html));
  if (standing === null) await app.memory.write(key, id);
  return id;
}

/** Below GitHub's 65,535 characters. */
const SUMMARY_ROOM = 60_000;

async function reportMistakes(app: AppWorld, { host, pull }: About, error: InputError): Promise<WorkOutcome> {
  const sentences = mistakeSentences(error.problems);
  const title = "the configuration cannot be read";
  const check: Check = {
    ...runningCheck(pull.head.sha),
    ...{ conclusion: "failure", title, summary: listed(sentences, SUMMARY_ROOM) },
    annotations: mistakeRemarks(error.problems),
  };
  await insteadOfReview(app, { host, pull }, { check, title, sentences });
  return DONE;
}

async function reportPrivate(app: AppWorld, { host, pull }: About): Promise<WorkOutcome> {
  const title = "not forecast: its traffic is private";
  const summary = COMMENT.privateReview;
  const check: Check = { ...runningCheck(pull.head.sha), conclusion: "action_required", title, summary };
  await insteadOfReview(app, { host, pull }, { check, title, sentences: [summary] });
  return DONE;
}
