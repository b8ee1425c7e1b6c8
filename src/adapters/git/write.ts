import { OUTSIDE } from "../../mistakes/outside.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { Change } from "../../ports/gitops.ts";
import { ask, type Git } from "./command.ts";
import type { Identity, Repository } from "./repository.ts";

/** Git processes that run at once while blobs are stored. */
const AT_ONCE = 4;

export interface Written {
  readonly commit: string;
  /** What the commit changes against its base; never anything that was not asked for. */
  readonly paths: readonly string[];
}

/** Where the temporary index lies, and who signs (variables for Git's environment). */
export interface Desk {
  readonly folder: string;
  readonly signature: Readonly<Record<string, string>>;
}

/** Stores blobs, trees and the commit. No reference points to them yet, so nobody sees them. */
export async function writeObjects({ git }: Repository, change: Change, { folder, signature }: Desk): Promise<Written> {
  const env = { GIT_INDEX_FILE: `${folder}/index` };
  const filled = ask(git, ["read-tree", change.base ?? "--empty"], { env });
  const [blobs] = await Promise.all([storeBlobs(git, change.put), filled]);
  await ask(git, ["update-index", "-z", "--index-info"], { env, input: indexLines(change, blobs) });
  const tree = (await ask(git, ["write-tree"], { env })).trim();
  const paths = await changedPaths(git, change.base, tree);
  assertOnlyAsked(change, paths);
  const parents = (change.parents ?? [change.base]).flatMap((parent) => (parent === null ? [] : ["-p", parent]));
  const commit = await ask(git, ["commit-tree", tree, ...parents], {
    env: signature,
    input: change.message,
  });
  return { commit: commit.trim(), paths };
}

/** Paths in which two trees differ; null stands for the empty tree. */
export async function changedPaths(git: Git, before: string | null, after: string): Promise<string[]> {
  const args =
    before === null
      ? ["ls-tree", "-r", "--name-only", "-z", "--full-tree", after]
      : ["diff-tree", "-r", "--no-renames", "--name-only", "-z", before, after];
  return (await ask(git, args)).split("\0").filter((path) => path !== "");
}

/** Author and committer. The date is an argument, so that equal input gives an equal commit. */
export function signatureFor({ name, email }: Identity, at: Date): Record<string, string> {
  const date = `@${Math.floor(at.getTime() / 1000)} +0000`;
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_AUTHOR_DATE: date,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
    GIT_COMMITTER_DATE: date,
  };
}

async function storeBlobs(git: Git, files: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const blobs = new Map<string, string>();
  const waiting = [...files];
  const store = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [path, text] = next;
      blobs.set(path, (await ask(git, ["hash-object", "-w", "--stdin"], { input: text })).trim());
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, store));
  return blobs;
}

/** Removals first, so that a folder can take the place of a file that leaves. */
function indexLines({ base, remove, put }: Change, blobs: ReadonlyMap<string, string>): string {
  const nothing = "0".repeat((base ?? "").length);
  const removals = remove.map((path) => `0 ${nothing}\t${path}\0`);
  const additions = [...put.keys()].map((path) => `100644 ${blobs.get(path)}\t${path}\0`);
  return [...removals, ...additions].join("");
}

/**
 * The last line of defence against a commit that wipes a branch: whatever became of the temporary index in the meantime,
 * a tree that differs from its base anywhere else than asked for is never committed.
 */
function assertOnlyAsked(change: Change, paths: readonly string[]): void {
  const asked = new Set([...change.put.keys(), ...change.remove]);
  const foreign = paths.filter((path) => !asked.has(path));
  if (foreign.length === 0) return;
  throw new OutsideError("git", OUTSIDE.otherTree(foreign.length, foreign[0] ?? ""), true);
}
