import { commandLineError, OutsideError } from "../../../ports/failure.ts";
import type { Advance, BranchState, Change, GitOpsRepository } from "../../../ports/gitops.ts";
import { at, type Place } from "./place.ts";
import { treeOf, viewCommit } from "./tree.ts";

/**
 * A repository at GitHub as a place to commit manifests to, through the Git Data API: objects first, the branch last and only
 * forward. Author and committer are left to the token's owner, so that GitHub signs what an App commits.
 */
export function gitHubRepository(place: Place): GitOpsRepository {
  return {
    name: `${place.owner}/${place.repo}`,
    // Nothing is left half done at GitHub: objects that no branch names are nobody's.
    recover: async () => [],
    branch: (name, paths) => readBranch(place, name, paths),
    advance: (change) => advance(place, change),
  };
}

async function readBranch(place: Place, name: string, paths: readonly string[]): Promise<BranchState> {
  const tip = await tipOf(place, name);
  if (tip !== null) return { kind: "found", view: await viewCommit(place, tip, paths) };
  const { api, ...named } = place;
  const branches = await api.all<{ name: string }>("GET /repos/{owner}/{repo}/branches", at(named));
  if (branches.length === 0) throw empty(place);
  return { kind: "missing", branches: branches.map((branch) => branch.name) };
}

/** The commit a branch points at; null where there is no such branch. */
async function tipOf({ api, ...place }: Place, name: string): Promise<string | null> {
  const route = "GET /repos/{owner}/{repo}/git/matching-refs/{ref}";
  const refs = await api.get<readonly { ref: string; object: { sha: string } }[]>(route, {
    ...at(place),
    ref: `heads/${name}`,
  });
  return refs?.find(({ ref }) => ref === `refs/heads/${name}`)?.object.sha ?? null;
}

/** The Git Data API makes no first commit. */
const empty = ({ owner, repo }: Place): Error =>
  commandLineError("--repo", {
    found: `${owner}/${repo}, which GitHub does not show, or which has no commit yet`,
    wanted: "a repository that the token may read, with at least one commit",
    advice: "Check the name and what the token may do; give an empty repository a first commit, such as a README.",
  });

async function advance(place: Place, change: Change): Promise<Advance> {
  const { base, expected, branch } = change;
  if (base === null) throw empty(place);
  const commit = await writeCommit(place, change, base);
  const moved = expected === null ? await createRef(place, branch, commit) : await moveRef(place, branch, commit);
  if (!moved) return { kind: "moved", detail: `${branch} has moved since it was read` };
  const paths = [...change.remove, ...change.put.keys()].sort();
  return { kind: "advanced", commit, paths, notes: [] };
}

/** Tree and commit: objects that change nothing until a branch names them, so that writing one twice does no harm. */
async function writeCommit(place: Place, { put, remove, message }: Change, base: string): Promise<string> {
  const { api, ...named } = place;
  const entry = { mode: "100644", type: "blob" } as const;
  const tree = [
    ...[...put].map(([path, content]) => ({ ...entry, path, content })),
    ...remove.map((path) => ({ ...entry, path, sha: null })),
  ];
  const grown = await api.write<{ sha: string }>("POST /repos/{owner}/{repo}/git/trees", {
    ...at(named),
    base_tree: await treeOf(place, base),
    tree,
  });
  if (grown.kind !== "sent") throw refused(place, "the tree", grown);
  const committed = await api.write<{ sha: string }>("POST /repos/{owner}/{repo}/git/commits", {
    ...at(named),
    ...{ message, tree: grown.body.sha, parents: [base] },
  });
  if (committed.kind !== "sent") throw refused(place, "the commit", committed);
  return committed.body.sha;
}

interface Pointed {
  readonly object: { readonly sha: string };
}

/** Whether a write whose answer was lost went through after all. */
const landed = (place: Place, branch: string, commit: string) => async (): Promise<Pointed | null> =>
  (await tipOf(place, branch)) === commit ? { object: { sha: commit } } : null;

/** Only forward: GitHub refuses when somebody else's commit came first. False: so it was. */
async function moveRef(place: Place, branch: string, commit: string): Promise<boolean> {
  const { api, ...named } = place;
  const route = "PATCH /repos/{owner}/{repo}/git/refs/{ref}";
  const parameters = { ...at(named), ref: `heads/${branch}`, sha: commit, force: false };
  const sent = await api.write<Pointed>(route, parameters, landed(place, branch, commit));
  if (sent.kind === "sent") return true;
  if (sent.kind === "invalid" && /fast.?forward|reference (update failed|does not exist)/i.test(sent.detail))
    return false;
  throw refused(place, `branch ${branch}`, sent);
}

async function createRef(place: Place, branch: string, commit: string): Promise<boolean> {
  const { api, ...named } = place;
  const parameters = { ...at(named), ref: `refs/heads/${branch}`, sha: commit };
  const route = "POST /repos/{owner}/{repo}/git/refs";
  const sent = await api.write<Pointed>(route, parameters, landed(place, branch, commit));
  if (sent.kind === "sent") return true;
  if (sent.kind === "invalid" && /already exists/i.test(sent.detail)) return false;
  throw refused(place, `branch ${branch}`, sent);
}

function refused({ owner, repo }: Place, what: string, { detail, advice }: { detail: string; advice: string }): Error {
  return new OutsideError(
    "GitHub",
    `does not take ${what} of ${owner}/${repo}: ${detail}. ${advice.replace(/\.$/, "")}`,
    false,
  );
}
