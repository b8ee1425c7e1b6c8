import { existsSync } from "node:fs";
import { lstat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { GITOPS } from "../../mistakes/gitops.ts";
import type { Advance, Change } from "../../ports/gitops.ts";
import { parentsOf } from "../../ports/repository-path.ts";
import { ask, type Git, gitIn } from "./command.ts";
import type { Repository } from "./repository.ts";

/** A folder in which the branch is checked out. */
export interface WorkTree {
  readonly path: string;
  readonly git: Git;
}

/** Why the branch must not move under a work tree: now, or at all. */
export type Obstacle = Extract<Advance, { kind: "dirty" | "moved" }>;

/** How long the index may be locked by somebody else, in steps of 50 ms. */
const LOCK_TRIES = 40;

/** Left in the Git folder of a work tree while the named operation waits for its user. */
const UNFINISHED = {
  MERGE_HEAD: "a merge",
  CHERRY_PICK_HEAD: "a cherry-pick",
  REVERT_HEAD: "a revert",
  "rebase-merge": "a rebase",
  "rebase-apply": "a rebase",
} as const;

/** Every work tree that shows this branch, unborn branches included. */
export async function workTreesOf(repository: Repository, branch: string): Promise<WorkTree[]> {
  const output = await ask(repository.git, ["worktree", "list", "--porcelain"]);
  return output
    .split("\n\n")
    .map((record) => record.split("\n"))
    .filter((lines) => lines.includes(`branch refs/heads/${branch}`) && !lines.includes("bare"))
    .flatMap((lines) => lines.filter((line) => line.startsWith("worktree ")).slice(0, 1))
    .map((line) => line.slice("worktree ".length))
    .filter((path) => existsSync(path))
    .map((path) => ({ path, git: gitIn(path, repository.settings) }));
}

/** Unsaved work below the owned paths, or an unfinished merge: the branch must not move under it. */
export async function findUnsavedWork(tree: WorkTree, { owned, put }: Change): Promise<Obstacle | null> {
  const gitFolder = resolve(tree.path, (await ask(tree.git, ["rev-parse", "--git-dir"])).trim());
  for (const [file, operation] of Object.entries(UNFINISHED)) {
    if (!existsSync(join(gitFolder, file))) continue;
    return { kind: "dirty", path: tree.path, detail: GITOPS.unfinished(operation, tree.path) };
  }
  const flags = ["--porcelain=v1", "-z", "--no-renames", "--untracked-files=no", "--ignore-submodules=all"];
  const [first = ""] = (await ask(tree.git, ["status", ...flags, "--", ...owned])).split("\0");
  if (first === "") return findUntracked(tree, owned, [...put.keys()]);
  const path = first.slice(3);
  return { kind: "dirty", path, detail: GITOPS.uncommitted(tree.path, path) };
}

/** Something Git does not track where a new file belongs. Git itself would overwrite it if it is ignored. */
async function findUntracked(
  tree: WorkTree,
  owned: readonly string[],
  paths: readonly string[],
): Promise<Obstacle | null> {
  const tracked = new Set((await ask(tree.git, ["ls-files", "-z", "--", ...owned])).split("\0"));
  for (const path of [...new Set(paths.flatMap((file) => [...parentsOf(file), file]))]) {
    const found = tracked.has(path) ? null : await lstat(join(tree.path, path)).catch(() => null);
    if (found === null) continue;
    const isParent = !paths.includes(path);
    const inTheWay = found.isDirectory() ? (isParent ? null : await firstUntrackedBelow(tree, path)) : path;
    if (inTheWay === null) continue;
    return { kind: "dirty", path: inTheWay, detail: GITOPS.untracked(tree.path) };
  }
  return null;
}

/** A folder gives way to a file only when everything in it is tracked, and so leaves with the commit. */
async function firstUntrackedBelow(tree: WorkTree, folder: string): Promise<string | null> {
  const [first = ""] = (await ask(tree.git, ["ls-files", "--others", "-z", "--", folder])).split("\0");
  return first === "" ? null : first;
}

/** Whether index and files could go from `before` to `after` without overwriting anything; changes nothing. */
export async function findObstacle(tree: WorkTree, before: string, after: string): Promise<Obstacle | null> {
  await refresh(tree);
  const answer = await tree.git(["read-tree", "-n", "-m", "-u", before, after]);
  if (answer.code === 0) return null;
  const said = answer.stderr.split("\n")[0] ?? "";
  if (isLocked(said)) return { kind: "moved", detail: GITOPS.indexHeld(tree.path, said) };
  const path = /'([^']*)'/.exec(said)?.[1] ?? tree.path;
  return { kind: "dirty", path, detail: GITOPS.cannotFollow(tree.path, said) };
}

/** Brings index and files from `before` to `after`, the paths in which the two differ only; false when Git refuses. */
export async function follow(tree: WorkTree, before: string, after: string): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    await refresh(tree);
    const answer = await tree.git(["read-tree", "-m", "-u", before, after]);
    if (answer.code === 0) return true;
    if (!isLocked(answer.stderr) || attempt === LOCK_TRIES) return false;
    await wait(50);
  }
}

/** Git takes a file for changed when its dates are not those in the index (a copied folder), unless it looks first. */
const refresh = (tree: WorkTree): Promise<unknown> => tree.git(["update-index", "-q", "--refresh"]);

const isLocked = (stderr: string): boolean => /index\.lock'/.test(stderr);

/** What to tell the user when the branch has moved and the work tree has not. */
export function howToFollow(tree: WorkTree, commit: string, paths: readonly string[]): string {
  const list = paths.map((path) => `'${path}'`).join(" ");
  return (
    `The branch is at ${commit}, but the files in ${tree.path} are still the old ones. ` +
    `To bring them up to date (changes made to them since are lost): ` +
    `git -C '${tree.path}' restore --source=HEAD --staged --worktree -- ${list}`
  );
}
