import type { Octokit } from "@octokit/rest";
import { GITOPS } from "../../../mistakes/gitops.ts";
import { commandLineError } from "../../../ports/failure.ts";
import type { Advance, BranchState, Change, GitOpsRepository, PastCommit, TreeView } from "../../../ports/gitops.ts";
import { aheadOf } from "./ahead.ts";
import { notFound } from "./failures.ts";
import { headOf, moveBranch } from "./move-branch.ts";
import { githubProposals } from "./proposals.ts";
import { ask, dataOf, type GitHubRepository, get, nameOf, systemOf } from "./request.ts";
import { ObjectStore, viewTree } from "./tree.ts";
import { writeObjects } from "./write.ts";

export interface GitHubSettings {
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Through whom pull requests are opened; left out: whoever commits, null: nobody may. */
  readonly proposer?: Pick<Octokit, "request"> | null;
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A repository at GitHub as a place to commit manifests to, through whoever the Octokit is: a person's token, or an App. */
export function githubRepository(
  octokit: Pick<Octokit, "request">,
  { owner, name }: { readonly owner: string; readonly name: string },
  { wait, proposer = octokit }: GitHubSettings = { wait: sleep },
): GitOpsRepository {
  const github: GitHubRepository = { octokit, at: { owner, repo: name }, wait };
  const store = new ObjectStore(github);
  return {
    name: `${owner}/${name}`,
    // An attempt is some eight requests, about a second, and more where GitHub is slow: pauses have to be longer, and more, for
    // writers who collided to part.
    pauses: { firstMs: 300, longestMs: 20_000, attempts: 20 },
    // Nothing to finish: a run that was killed has left the branch where it stood, or where it belongs.
    recover: async () => [],
    branch: (branch, paths) => readBranch({ github, store }, branch, paths),
    advance: (change) => advance({ github, store }, change),
    history: (branch, path, most) => history(github, { branch, path, most }),
    at: (commit, paths) => viewAt({ github, store }, commit, paths),
    ahead: (commit, of) => aheadOf(github, commit, of),
    proposals: proposer === null ? null : githubProposals({ ...github, octokit: proposer }),
  };
}

interface Desk {
  readonly github: GitHubRepository;
  readonly store: ObjectStore;
}

const NOTHING: TreeView = { commit: null, entries: [], read: async () => new Map() };

async function readBranch(desk: Desk, name: string, paths: readonly string[]): Promise<BranchState> {
  if (name.startsWith("refs/")) throw fullName(name);
  const commit = await headOf(desk.github, name);
  if (commit !== null) return { kind: "found", view: await viewAt(desk, commit, paths) };
  const branches = await branchesOf(desk.github);
  return branches.length === 0 ? { kind: "empty", view: NOTHING } : { kind: "missing", branches };
}

async function branchesOf(github: GitHubRepository): Promise<readonly string[]> {
  const { octokit, at } = github;
  const reply = await ask(github, () =>
    octokit.request("GET /repos/{owner}/{repo}/branches", { ...at, per_page: 100 }),
  );
  if (reply.kind === "refused" && reply.status === 404) throw notFound(nameOf(github), systemOf(github));
  return dataOf(github, reply).map(({ name }) => name);
}

async function viewAt({ github, store }: Desk, commit: string, paths: readonly string[]): Promise<TreeView> {
  return viewTree(store, { commit, tree: await treeOf(github, commit) }, paths);
}

async function treeOf(github: GitHubRepository, commit: string): Promise<string> {
  const { octokit, at } = github;
  const route = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
  return (await get(github, () => octokit.request(route, { ...at, commit_sha: commit }))).tree.sha;
}

async function advance({ github, store }: Desk, change: Change): Promise<Advance> {
  if (change.base === null) return firstCommit({ github, store }, change);
  const baseTree = await treeOf(github, change.base);
  const written = await writeObjects(github, store, { change, baseTree });
  const step = { branch: change.branch, expected: change.expected, commit: written.commit };
  const outcome = await moveBranch(github, step);
  return outcome.kind === "done" ? { kind: "advanced", ...written, notes: [] } : outcome;
}

/**
 * GitHub stores no tree in an empty repository, only a file. So one file is written first, and the rest as usual on top of it. A
 * run killed between the two leaves a file that reads as wanted, which the next one takes over.
 */
async function firstCommit(desk: Desk, change: Change): Promise<Advance> {
  const { github } = desk;
  const { octokit, at } = github;
  const files = [...change.put].filter(([path]) => !path.includes("/.loadline/"));
  const [path, text] = files[0] ?? [...change.put][0] ?? ["README.md", ""];
  const reply = await ask(
    github,
    () =>
      octokit.request("PUT /repos/{owner}/{repo}/contents/{path}", {
        ...{ ...at, path, branch: change.branch, message: change.message },
        content: Buffer.from(text).toString("base64"),
      }),
    1,
  );
  // Somebody was first, or the answer was lost: either way the branch has to be read again.
  if (reply.kind === "lost") return { kind: "moved", detail: reply.detail };
  if (reply.kind === "refused" && (reply.status === 409 || reply.status === 422)) {
    return { kind: "moved", detail: reply.message };
  }
  const base = dataOf(github, reply).commit.sha;
  if (base === undefined) return { kind: "moved", detail: "the first commit has no name yet" };
  const put = new Map([...change.put].filter(([other]) => other !== path));
  const rest = await advance(desk, { ...change, base, expected: base, put });
  return rest.kind === "advanced" ? { ...rest, paths: [path, ...rest.paths].sort() } : rest;
}

async function history(
  github: GitHubRepository,
  { branch, path, most }: { readonly branch: string; readonly path: string; readonly most: number },
): Promise<readonly PastCommit[]> {
  const { octokit, at } = github;
  const asked = { ...at, sha: branch, path, per_page: Math.min(100, most) };
  const commits = await get(github, () => octokit.request("GET /repos/{owner}/{repo}/commits", asked));
  return commits.slice(0, most).map(({ sha, commit }) => ({ commit: sha, message: commit.message }));
}

function fullName(name: string): Error {
  const short = JSON.stringify(name.replace(/^refs\/heads\//, ""));
  return commandLineError("--branch", GITOPS.wholeReference(JSON.stringify(name), short));
}
