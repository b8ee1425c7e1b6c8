import type { Probot } from "probot";
import type { RepositoryName } from "../ports/pull-request.ts";
import type { Work } from "../ports/work-queue.ts";

/** Where webhooks are handed to. */
export interface Intake {
  /** Resolves once the work is on disk. */
  take(work: readonly Work[]): Promise<void>;
  /** Whether the App itself stands behind a login: what it writes must not wake it. */
  isOwn(login: string): boolean;
}

/** Events that are listened to; the rest is acknowledged and forgotten. */
export const EVENTS: ReadonlySet<string> = new Set([
  "check_run",
  "check_suite",
  "installation",
  "installation_repositories",
  "issue_comment",
  "merge_group",
  "pull_request",
  "repository",
]);

const COMMAND = /^\s*\/loadline\b/;
const CHECK = "loadline";
/** GitHub's own name for the branch of a merge group. */
const QUEUED = /\/pr-(\d{1,9})-[0-9a-f]{40}$/;

/**
 * What happens when GitHub says something. A webhook says where to look, never what to do: the work reads the present state.
 * Pull requests of bots are looked at like any other, or a required check would keep them open for ever; commands of bots
 * are not taken, and what the App wrote itself is not heard.
 */
export default function loadline(probot: Probot, intake: Intake): void {
  probot.on(
    ["pull_request.opened", "pull_request.reopened", "pull_request.synchronize", "pull_request.ready_for_review"],
    async ({ payload }) => {
      if (!intake.isOwn(payload.sender?.login ?? "")) await intake.take([reviewOf(payload)]);
    },
  );
  probot.on("pull_request.edited", async ({ payload }) => {
    const isRebased = payload.changes.base !== undefined;
    if (isRebased && !intake.isOwn(payload.sender?.login ?? "")) await intake.take([reviewOf(payload)]);
  });
  probot.on("pull_request.closed", async ({ payload }) => {
    if (payload.pull_request.merged) await intake.take([{ ...reviewOf(payload), kind: "deploy" }]);
  });
  probot.on("issue_comment.created", async (context) => {
    const { comment, issue, repository } = context.payload;
    if (context.isBot || comment.user?.type === "Bot" || !COMMAND.test(comment.body)) return;
    const command = { number: issue.number, comment: comment.id, repository: nameOf(repository) };
    await intake.take([{ kind: "command", ...command }]);
  });
  probot.on("check_run.rerequested", async ({ payload }) => {
    if (payload.check_run.name === CHECK) await intake.take([headOf(payload.repository, payload.check_run.head_sha)]);
  });
  probot.on("check_suite.rerequested", async ({ payload }) => {
    await intake.take([headOf(payload.repository, payload.check_suite.head_sha)]);
  });
  probot.on("merge_group.checks_requested", async ({ payload }) => {
    const { head_sha: sha, base_sha: base, head_ref: ref } = payload.merge_group;
    const number = QUEUED.exec(ref)?.[1];
    const brings = number === undefined ? {} : { brings: Number(number) };
    if (payload.repository) await intake.take([{ ...headOf(payload.repository, sha), base, ...brings }]);
  });
  probot.on("installation.created", () => intake.take([{ kind: "sweep" }]));
  probot.on("installation_repositories.added", ({ payload }) =>
    intake.take([{ kind: "sweep" }, ...payload.repositories_added.map((one) => namedOf(one, null))]),
  );
  hearNames(probot, intake);
}

/** Names of repositories: what is remembered is kept by them. */
function hearNames(probot: Probot, intake: Intake): void {
  probot.on("repository.created", ({ payload }) => intake.take([namedOf(payload.repository, null)]));
  probot.on("repository.renamed", async ({ payload: { repository, changes } }) => {
    await intake.take([namedOf(repository, `${repository.owner.login}/${changes.repository.name.from}`)]);
  });
  probot.on("repository.transferred", async ({ payload: { repository, changes } }) => {
    const { user, organization } = changes.owner.from;
    const owner = (organization ?? user)?.login;
    if (owner !== undefined) await intake.take([namedOf(repository, `${owner}/${repository.name}`)]);
  });
}

interface Named {
  readonly full_name: string;
}

const nameOf = ({ full_name: name }: Named): RepositoryName => name as RepositoryName;

const namedOf = (repository: Named, before: RepositoryName | null): Work => ({
  kind: "named",
  repository: nameOf(repository),
  before,
});

const headOf = (repository: Named, sha: string): Work & { kind: "head" } => ({
  kind: "head",
  repository: nameOf(repository),
  sha,
});

const reviewOf = (payload: { readonly number: number; readonly repository: Named }): Work & { kind: "review" } => ({
  kind: "review",
  repository: nameOf(payload.repository),
  number: payload.number,
});
