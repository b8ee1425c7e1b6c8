import { FAILED_WORK } from "../../mistakes/failed-work.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { Check, CodeHost } from "../../ports/code-host.ts";
import { LimitedError } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import type { Work } from "../../ports/work-queue.ts";
import { insteadOfReview, UnsaidComment } from "./check-and-comment.ts";
import { type Failing, givenUp, isGivenUp, nextAttempt, reasonOf, sayIfPossible, waitingTitle } from "./failing.ts";
import { rememberGivenUp } from "./given-up.ts";
import { runningCheck } from "./own-reviews.ts";
import { insist, RefusedWrite } from "./refusal.ts";
import { writeCheckOnce } from "./write-check.ts";

interface FailedWork extends Failing {
  readonly work: Work;
}

/**
 * Tells on the check of a commit why its work failed and what happens next; once it is given up, in the comment too. Commands
 * and merges tell by themselves, where they know who may be answered. While GitHub answers nobody, nothing can be written.
 */
export async function tellFailure(app: AppWorld, host: CodeHost, { work, ...failing }: FailedWork): Promise<void> {
  if (failing.error instanceof LimitedError || failing.error instanceof RefusedWrite) return;
  if ((work.kind === "review" || work.kind === "deploy") && isGivenUp(failing))
    await rememberGivenUp(app, work, failing);
  await sayIfPossible(async () => {
    if (work.kind === "head") await tellHead(app, host, { work, ...failing });
    if (work.kind !== "review" && work.kind !== "forecast") return;
    const pull = await host.pullRequest(work.number);
    if (pull === null || pull.isArchived || pull.state !== "open") return;
    if (work.kind === "forecast") await tellPart(app, { host, pull }, failing);
    else await tellReview(app, { host, pull }, failing);
  });
}

type About = Readonly<{ host: CodeHost; pull: PullRequest }>;

async function tellReview(app: AppWorld, { host, pull }: About, failing: Failing): Promise<void> {
  const { sha } = pull.head;
  if (failing.error instanceof UnsaidComment) return;
  if (!isGivenUp(failing)) {
    const summary = listed(reasonOf(failing), nextAttempt(app, failing));
    return await wait(app, { host, pull }, waiting(sha, failing, summary));
  }
  const title = FAILED_WORK.noForecast;
  // Without a log of its own it is a workflow that runs once and hears no commands.
  const asking = failing.attempt.id === null ? FAILED_WORK.askRun : FAILED_WORK.askReview;
  const sentences = [reasonOf(failing), givenUp(failing, { asking, isSwept: true })];
  const check = unanswered(sha, listed(...sentences));
  await insteadOfReview(app, { host, pull }, { check, title, sentences });
}

/** Of one among many parts: in words that are the same for all of them. What is given up, whoever gathers makes himself. */
async function tellPart(app: AppWorld, about: About, failing: Failing): Promise<void> {
  if (isGivenUp(failing)) return;
  const summary = listed(reasonOf({ ...failing, attempt: { ...failing.attempt, id: null } }), FAILED_WORK.triedAgain);
  await wait(app, about, waiting(about.pull.head.sha, failing, summary));
}

/** A verdict on this head stands until there is another. */
async function wait(app: AppWorld, about: About, check: Check): Promise<void> {
  if (typeof (await about.host.check(check.sha)) !== "string") await writeCheckOnce(app, about, check);
}

interface FailedHead extends Failing {
  readonly work: Extract<Work, { kind: "head" }>;
}

async function tellHead(app: AppWorld, host: CodeHost, { work, ...failing }: FailedHead): Promise<void> {
  const { sha } = work;
  if (typeof (await host.check(sha)) === "string") return;
  const asking = work.base === undefined ? FAILED_WORK.askCheck : FAILED_WORK.askGroup;
  const check = isGivenUp(failing)
    ? unanswered(sha, listed(reasonOf(failing), givenUp(failing, { asking, isSwept: false })))
    : waiting(sha, failing, listed(reasonOf(failing), nextAttempt(app, failing)));
  insist(await host.writeCheck(check));
}

const listed = (...sentences: readonly string[]): string => sentences.join("\n\n");

const waiting = (sha: string, failing: Failing, summary: string): Check => ({
  ...runningCheck(sha),
  ...{ title: waitingTitle(failing), summary },
});

/** Nobody knows the verdict. */
const unanswered = (sha: string, summary: string): Check => ({
  ...runningCheck(sha),
  ...{ conclusion: "action_required", title: FAILED_WORK.noForecast, summary },
});
