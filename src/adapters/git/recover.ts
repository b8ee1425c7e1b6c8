import type { Repository } from "./repository.ts";
import { type Journal, leftFolders, removeRunFolder } from "./run-folder.ts";
import { follow, howToFollow, workTreesOf } from "./work-tree.ts";
import { changedPaths } from "./write.ts";

/**
 * Finishes runs that were killed. A branch that had moved is followed by its work trees; of any other run only temporary
 * files are left, and they go.
 */
export async function recover(repository: Repository, now: number): Promise<string[]> {
  const notes: string[] = [];
  for (const { path, journal } of await leftFolders(repository.gitFolder, now)) {
    const left = journal === null ? { done: true, notes: [] } : await finish(repository, journal);
    notes.push(...left.notes);
    if (left.done) await removeRunFolder(path);
  }
  return notes;
}

async function finish(repository: Repository, journal: Journal): Promise<{ done: boolean; notes: string[] }> {
  const paths = await pathsToFollow(repository, journal);
  if (paths.length === 0) return { done: true, notes: [] };
  const notes: string[] = [];
  let done = true;
  for (const tree of await workTreesOf(repository, journal.ref.slice("refs/heads/".length))) {
    const followed = await follow(tree, journal.before, journal.after);
    done = done && followed;
    if (followed) notes.push(`${tree.path} now shows commit ${journal.after}, which an interrupted run had made.`);
    else notes.push(howToFollow(tree, journal.after, paths));
  }
  return { done, notes };
}

/** Empty unless the branch contains the commit, and the commit's paths stand there as it left them. */
async function pathsToFollow({ git }: Repository, { ref, before, after }: Journal): Promise<string[]> {
  const contained = await git(["merge-base", "--is-ancestor", after, ref]);
  if (contained.code !== 0) return [];
  const paths = await changedPaths(git, before, after);
  const since = new Set(await changedPaths(git, after, ref));
  return paths.some((path) => since.has(path)) ? [] : paths;
}
