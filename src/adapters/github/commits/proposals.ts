import { GITHUB } from "../../../mistakes/github.ts";
import { OutsideError } from "../../../ports/failure.ts";
import type { Proposal, ProposalState, Proposals, ProposalText } from "../../../ports/gitops.ts";
import { ask, dataOf, type GitHubRepository, get, systemOf } from "./request.ts";

/** A request whose answer was lost is repeated this often, after looking. */
const TRIES = 3;

interface Pull extends Proposal {
  readonly title: string;
  readonly body: string;
}

/** Pull requests of one repository. At most one is open from one branch into another: GitHub refuses a second. */
export function githubProposals(github: GitHubRepository): Proposals {
  return {
    write: (text) => write(github, text),
    withdraw: (branch, into) => withdraw(github, branch, into),
    close: async (number) => {
      if ((await stateOf(github, number))?.kind === "open") await change(github, number, { state: "closed" });
    },
    state: (number) => stateOf(github, number),
  };
}

async function write(github: GitHubRepository, text: ProposalText): Promise<Proposal> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const open = await openFrom(github, text.branch, text.into);
    if (open !== null) return withWords(github, open, text);
    const made = await create(github, text);
    if (made !== null) return made;
    await github.wait(250 * 2 ** attempt);
  }
  throw new OutsideError(systemOf(github), GITHUB.noPullRequest(text.branch), true);
}

/** Null: the answer was lost, or somebody was first. Either way it has to be looked for. */
async function create(github: GitHubRepository, { branch, into, title, body }: ProposalText): Promise<Proposal | null> {
  const { octokit, at } = github;
  const wanted = { ...at, title, body, head: branch, base: into };
  const reply = await ask(github, () => octokit.request("POST /repos/{owner}/{repo}/pulls", wanted), 1);
  if (reply.kind === "lost") return null;
  if (reply.kind === "refused" && /already exists/i.test(reply.message)) return null;
  const { number, html_url: url } = dataOf(github, reply);
  return { number, url };
}

/** Words that stand there already are not written again. */
async function withWords(github: GitHubRepository, open: Pull, { title, body }: ProposalText): Promise<Proposal> {
  const { number, url } = open;
  if (open.title === title && open.body.trim() === body.trim()) return { number, url };
  await change(github, number, { title, body });
  return { number, url };
}

async function withdraw(github: GitHubRepository, branch: string, into: string): Promise<Proposal | null> {
  const open = await openFrom(github, branch, into);
  if (open !== null) await change(github, open.number, { state: "closed" });
  return open === null ? null : { number: open.number, url: open.url };
}

/** Writing the same twice changes nothing, so a lost answer is asked for again. */
async function change(
  github: GitHubRepository,
  number: number,
  what: { readonly title?: string; readonly body?: string; readonly state?: "closed" },
): Promise<void> {
  const { octokit, at } = github;
  const route = "PATCH /repos/{owner}/{repo}/pulls/{pull_number}";
  await get(github, () => octokit.request(route, { ...at, pull_number: number, ...what }));
}

async function openFrom(github: GitHubRepository, branch: string, into: string): Promise<Pull | null> {
  const { octokit, at } = github;
  const asked = { ...at, state: "open" as const, head: `${at.owner}:${branch}`, base: into, per_page: 100 };
  const pulls = await get(github, () => octokit.request("GET /repos/{owner}/{repo}/pulls", asked));
  // A fork of the same owner may have a branch of this name: only our own counts.
  const own = pulls.find(
    ({ head, base }) => head.ref === branch && base.ref === into && head.repo?.full_name === base.repo.full_name,
  );
  return own === undefined ? null : { number: own.number, url: own.html_url, title: own.title, body: own.body ?? "" };
}

async function stateOf(github: GitHubRepository, number: number): Promise<ProposalState | null> {
  const { octokit, at } = github;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const reply = await ask(github, () => octokit.request(route, { ...at, pull_number: number }));
  if (reply.kind === "refused" && reply.status === 404) return null;
  const { state, merged, merge_commit_sha: commit, mergeable } = dataOf(github, reply);
  if (merged && commit !== null) return { kind: "merged", commit };
  // Null: GitHub has not looked yet.
  return state === "open" ? { kind: "open", isStuck: mergeable === false } : { kind: "closed" };
}
