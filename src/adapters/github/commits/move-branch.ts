import { GITHUB } from "../../../mistakes/github.ts";
import { GITOPS } from "../../../mistakes/gitops.ts";
import { OutsideError } from "../../../ports/failure.ts";
import { ask, dataOf, type GitHubRepository, type Reply, systemOf } from "./request.ts";

export type Move = { readonly kind: "done" } | { readonly kind: "moved"; readonly detail: string };

interface Step {
  readonly branch: string;
  /** Where the branch stands and must still stand; null: it must not exist yet. */
  readonly expected: string | null;
  readonly commit: string;
}

/** A request whose answer was lost is repeated this often, after looking. */
const TRIES = 3;

/**
 * The one step everybody sees. GitHub refuses a branch that has moved since (not a fast-forward, or it exists already). When the
 * answer is lost, the branch is read: it may have moved although nobody was told.
 */
export async function moveBranch(github: GitHubRepository, step: Step): Promise<Move> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const reply = await ask(github, () => send(github, step), 1);
    if (reply.kind === "done") return { kind: "done" };
    if (reply.kind === "refused") return refused(github, step, reply);
    const now = await headOf(github, step.branch);
    if (now !== step.expected) return outcomeAt(github, step, now);
    await github.wait(250 * 2 ** attempt);
  }
  throw new OutsideError(systemOf(github), GITHUB.branchNotMoved(step.branch), true);
}

/** The commit a branch points to; null where there is no such branch, or no commit at all. */
export async function headOf(github: GitHubRepository, branch: string): Promise<string | null> {
  const { octokit, at } = github;
  const ref = `heads/${branch}`;
  const reply = await ask(github, () => octokit.request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...at, ref }));
  // 409: the repository is empty.
  if (reply.kind === "refused" && (reply.status === 404 || reply.status === 409)) return null;
  return dataOf(github, reply).object.sha;
}

function send({ octokit, at }: GitHubRepository, { branch, expected, commit }: Step): Promise<{ data: unknown }> {
  if (expected === null) {
    const created = { ...at, ref: `refs/heads/${branch}`, sha: commit };
    return octokit.request("POST /repos/{owner}/{repo}/git/refs", created);
  }
  const moved = { ...at, ref: `heads/${branch}`, sha: commit, force: false };
  return octokit.request("PATCH /repos/{owner}/{repo}/git/refs/{ref}", moved);
}

function refused(github: GitHubRepository, step: Step, reply: Extract<Reply<never>, { kind: "refused" }>): Move {
  const hasMoved = /fast.forward|already exists|does not exist|not found|is at .* but expected/i.test(reply.message);
  if (hasMoved || reply.status === 409) return { kind: "moved", detail: `${step.branch} has moved: ${reply.message}` };
  return dataOf(github, reply);
}

/** After a lost answer: ours went through if the branch stands at our commit, or somebody has built on it already. */
async function outcomeAt(github: GitHubRepository, { branch, commit }: Step, now: string | null): Promise<Move> {
  if (now === commit) return { kind: "done" };
  const detail = GITOPS.branchMoved(branch, now ?? "nothing");
  if (now === null) return { kind: "moved", detail };
  const { octokit, at } = github;
  const basehead = `${commit}...${now}`;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const reply = await ask(github, () => octokit.request(route, { ...at, basehead, per_page: 1 }));
  const isBelow = reply.kind === "done" && reply.data.status === "ahead";
  return isBelow ? { kind: "done" } : { kind: "moved", detail };
}
