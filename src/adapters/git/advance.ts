import { GITOPS } from "../../mistakes/gitops.ts";
import { OUTSIDE } from "../../mistakes/outside.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { Advance, Change } from "../../ports/gitops.ts";
import { ask, gitFailure } from "./command.ts";
import type { Repository } from "./repository.ts";
import { hasLiveRun, leaveRunFolder, makeRunFolder, removeRunFolder, writeJournal } from "./run-folder.ts";
import {
  findObstacle,
  findUnsavedWork,
  follow,
  howToFollow,
  type Obstacle,
  type WorkTree,
  workTreesOf,
} from "./work-tree.ts";
import { signatureFor, type Written, writeObjects } from "./write.ts";

/** Everything one commit needs at hand. */
interface Run {
  readonly repository: Repository;
  readonly change: Change;
  readonly ref: string;
  /** Folders in which the branch is checked out. */
  readonly trees: readonly WorkTree[];
  /** What those work trees show now: a commit, or the empty tree. */
  readonly before: string;
  readonly signature: Readonly<Record<string, string>>;
  readonly stopAsked: () => boolean;
}

/**
 * One commit: objects, journal, branch, work trees, in this order. Killed anywhere, the branch has the old tree or the new
 * one, and `recover` brings work trees after it. The protocol is .github/decisions/0004-commit-protocol.md.
 */
export async function advance(repository: Repository, change: Change, stopAsked: () => boolean): Promise<Advance> {
  const { git, settings, gitFolder } = repository;
  const trees = await workTreesOf(repository, change.branch);
  const isBusy = await hasLiveRun(gitFolder, null);
  const unsaved = await firstObstacle(trees, (tree) => findUnsavedWork(tree, change));
  if (unsaved !== null)
    return isBusy ? { ...unsaved, kind: "moved" } : judge({ repository, change, folder: null }, unsaved);
  const before = change.expected ?? (await ask(git, ["hash-object", "-t", "tree", "--stdin"])).trim();
  const signature = signatureFor(repository.identity, change.at);
  const run = { repository, change, ref: `refs/heads/${change.branch}`, trees, before, signature, stopAsked };
  await settings.onStep?.("make run folder");
  const folder = await makeRunFolder(gitFolder);
  let isBehind = false;
  try {
    const outcome = await writeAndMove(run, folder);
    isBehind = outcome.kind === "advanced" && outcome.isBehind;
    return outcome;
  } finally {
    await settings.onStep?.("remove run folder");
    if (isBehind) leaveRunFolder(folder);
    else await removeRunFolder(folder);
  }
}

interface Judged {
  readonly repository: Repository;
  readonly change: Change;
  /** Our own run folder, once there is one. */
  readonly folder: string | null;
}

type Outcome =
  | Exclude<Advance, { kind: "advanced" }>
  | (Extract<Advance, { kind: "advanced" }> & { isBehind: boolean });

async function writeAndMove(run: Run, folder: string): Promise<Outcome> {
  const { repository, change, trees, before, signature, ref } = run;
  const written = await writeObjects(repository, change, { folder, signature });
  const obstacle = await firstObstacle(trees, (tree) => findObstacle(tree, before, written.commit));
  if (obstacle !== null) return judge({ repository, change, folder }, obstacle);
  if (trees.length > 0) {
    await repository.settings.onStep?.("write journal");
    await writeJournal(folder, { ref, before, after: written.commit });
  }
  if (run.stopAsked()) throw new OutsideError("git", OUTSIDE.interrupted, true);
  const moved = await moveBranch(run, written);
  if (moved !== null) return moved;
  const notes = await bringUpToDate(run, written);
  return { kind: "advanced", ...written, notes: [...notes, ...(await settleHead(run))], isBehind: notes.length > 0 };
}

/** The one step everybody sees: the branch points to the new commit, if it still pointed to the expected one. */
async function moveBranch({ repository, change, ref, signature }: Run, { commit }: Written): Promise<Outcome | null> {
  const { git } = repository;
  const expected = change.expected ?? "0".repeat(commit.length);
  const args = ["update-ref", "-m", "loadline: commit manifests", ref, commit, expected];
  const answer = await git(args, { env: signature });
  if (answer.code === 0) return null;
  const now = await commitAt(repository, change);
  if (now !== change.expected) return { kind: "moved", detail: GITOPS.branchMoved(change.branch, now ?? "nothing") };
  const said = answer.stderr.split("\n")[0] ?? "";
  if (/\.lock'/.test(said)) return { kind: "moved", detail: GITOPS.branchHeld(change.branch, said) };
  throw gitFailure(args, answer.stderr);
}

/** What looks like somebody's unsaved work may be another run that is half way: then the answer is to try again. */
async function judge({ repository, change, folder }: Judged, obstacle: Obstacle): Promise<Obstacle> {
  const isOurs =
    (await hasLiveRun(repository.gitFolder, folder)) || (await commitAt(repository, change)) !== change.expected;
  return isOurs ? { ...obstacle, kind: "moved" } : obstacle;
}

async function commitAt({ git }: Repository, { branch }: Change): Promise<string | null> {
  const answer = await git(["rev-parse", "--quiet", "--verify", `refs/heads/${branch}`]);
  return answer.code === 0 ? answer.stdout.toString("utf8").trim() : null;
}

async function bringUpToDate({ trees, before }: Run, written: Written): Promise<string[]> {
  const notes: string[] = [];
  for (const tree of trees) {
    if (!(await follow(tree, before, written.commit))) notes.push(howToFollow(tree, written.commit, written.paths));
  }
  return notes;
}

/** After a repository's first commit its HEAD may still name a branch that does not exist. */
async function settleHead({ repository, change, ref, trees }: Run): Promise<string[]> {
  if (change.base !== null || trees.length > 0) return [];
  if (!repository.isBare) return [`${change.branch} is not checked out yet: git switch ${change.branch}`];
  await ask(repository.git, ["symbolic-ref", "HEAD", ref]);
  return [];
}

async function firstObstacle(
  trees: readonly WorkTree[],
  find: (tree: WorkTree) => Promise<Obstacle | null>,
): Promise<Obstacle | null> {
  for (const tree of trees) {
    const obstacle = await find(tree);
    if (obstacle !== null) return obstacle;
  }
  return null;
}
