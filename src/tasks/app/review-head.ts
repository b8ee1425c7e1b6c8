import type { AppWorld } from "../../ports/app-world.ts";
import type { Check, CodeHost } from "../../ports/code-host.ts";
import { InputError } from "../../ports/failure.ts";
import { listed } from "../../report/index.ts";
import { type Approval, approvalOf, approvalsOf } from "./approvals.ts";
import { mistakeRemarks, mistakeSentences } from "./mistakes.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { checkOf, ownReviewsOf, runningCheck } from "./own-reviews.ts";
import { withSides } from "./pull-request-sides.ts";
import { insist } from "./refusal.ts";
import { restartCheck } from "./write-check.ts";

/** `head`: a commit that needs a check: a pull request's, which is reviewed as such, or a merge group's, reviewed as a whole. */
export async function reviewHead(
  app: AppWorld,
  host: CodeHost,
  { sha, base, brings = null }: { sha: string; base?: string; brings?: number | null },
): Promise<WorkOutcome> {
  const numbers = await host.pullRequestsOf(sha);
  if (numbers.length > 0) {
    const { repository } = host;
    for (const number of numbers)
      await restartCheck(app, { host, pull: { number, head: { sha }, base: { branch: "" } } });
    await app.queue.add(numbers.map((number) => ({ kind: "review", repository, number })));
    return DONE;
  }
  if (base === undefined && typeof (await host.check(sha)) === "string") return DONE;
  insist(
    await host.writeCheck(base === undefined ? nothingSaid(sha) : await groupCheck(app, host, { sha, base, brings })),
  );
  return DONE;
}

const nothingSaid = (sha: string): Check => ({
  ...{ ...runningCheck(sha), conclusion: "success", title: "No pull request" },
  summary: "This commit belongs to no open pull request; there is nothing to compare it with.",
});

interface Group {
  readonly sha: string;
  readonly base: string;
  readonly brings: number | null;
}

/** What a merge group would bring to the base, all pull requests of it together. */
async function groupCheck(app: AppWorld, host: CodeHost, { sha, base, brings }: Group): Promise<Check> {
  try {
    return await withSides(host, { from: base, head: sha, powers: base }, async (sides) => {
      const reviews = await ownReviewsOf(app, { isFork: false }, sides);
      return checkOf(sha, reviews, await approvalsWithin(app, host, { sha, brings }));
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { problems } = error;
    const summary = listed(mistakeSentences(problems), 60_000);
    const said = { title: "the configuration cannot be read", summary, annotations: mistakeRemarks(problems) };
    return { ...runningCheck(sha), conclusion: "failure", ...said };
  }
}

/** Approvals of heads that the group holds: as they are, or squashed or rebased, where only GitHub's name for it says whose. */
async function approvalsWithin(
  { memory }: AppWorld,
  host: CodeHost,
  { sha, brings }: Omit<Group, "base">,
): Promise<readonly Approval[]> {
  const held: Approval[] = [];
  for (const approval of await approvalsOf(memory, host.repository)) {
    if (await host.contains(sha, approval.sha)) held.push(approval);
  }
  if (brings === null) return held;
  const pull = await host.pullRequest(brings);
  const own = pull && (await approvalOf(memory, host.repository, pull));
  return own === null || held.some(({ comment }) => comment === own.comment) ? held : [...held, own];
}
