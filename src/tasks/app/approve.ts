import type { Finding } from "../../../planner/index.ts";
import { COMMENT } from "../../mistakes/comment.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import { code, plain, short } from "../../report/index.ts";
import { mayOverride, rememberApproval } from "./approvals.ts";
import type { Asked } from "./asked.ts";
import { ownReviewsOf } from "./own-reviews.ts";
import { commitsOf, withSides } from "./pull-request-sides.ts";
import { RefusedCommand } from "./refused-command.ts";

/** `/loadline approve SHA`: bound to the head as it stands, and to people whom the base branch names. */
export async function approve(app: AppWorld, { host, pull, comment }: Asked, sha: string): Promise<string> {
  const { repository } = host;
  if (pull.state !== "open") throw new RefusedCommand(COMMENT.closedToApprove);
  if (pull.isFork) throw new RefusedCommand(COMMENT.fork);
  if (!pull.head.sha.startsWith(sha)) throw new RefusedCommand(COMMENT.otherHead(code(sha), short(pull.head.sha)));
  if (!(await host.check(pull.head.sha))) throw new RefusedCommand(COMMENT.notReviewed(short(pull.head.sha)));
  const refused = await refusedFindings(app, { host, pull, comment });
  if (refused !== null) throw new RefusedCommand(refused);
  const approval = { sha: pull.head.sha, by: comment.author.login, comment: comment.id, into: pull.base.branch };
  await rememberApproval(app.memory, { repository, number: pull.number, approval });
  await app.queue.add([{ kind: "review", repository, number: pull.number }]);
  return `Approved ${short(pull.head.sha)}. A new commit needs a new approval.`;
}

/** Null: everything that blocks may be overridden by who asks. */
function refusedFindings(app: AppWorld, { host, pull, comment }: Asked): Promise<string | null> {
  return withSides(host, commitsOf(pull), async (sides) => {
    const reviews = await ownReviewsOf(app, pull, sides);
    const blocking = (found: readonly Finding[]) => found.filter(({ severity }) => severity === "blocking");
    const refused = reviews.flatMap(({ reviewed, settings }) =>
      blocking(reviewed.review.findings).filter((finding) => !mayOverride(comment.author.login, finding, settings)),
    );
    if (reviews.every(({ reviewed }) => blocking(reviewed.review.findings).length === 0)) {
      return COMMENT.nothingBlocks;
    }
    if (refused.length === 0) return null;
    const ids = [...new Set(refused.map(({ id }) => id))].map((id) => code(id));
    return COMMENT.mayNotOverride(plain(comment.author.login), ids);
  });
}
