import { createHash } from "node:crypto";
import { GITHUB } from "../../../mistakes/github.ts";
import { OutsideError } from "../../../ports/failure.ts";
import type { Change } from "../../../ports/gitops.ts";
import { type GitHubRepository, get, systemOf } from "./request.ts";
import { changedPaths, entryAt, type ObjectStore } from "./tree.ts";

export interface Written {
  readonly commit: string;
  /** What the commit changes against its base; never anything that was not asked for. */
  readonly paths: readonly string[];
}

/** Larger files travel alone; the others go with the tree, so that a commit is three writes and no limit is hit. */
const LARGEST_INLINE = 256 * 1024;
const MODE = { mode: "100644", type: "blob" } as const;

interface TreeItem {
  readonly path: string;
  readonly mode: "100644";
  readonly type: "blob";
  readonly content?: string;
  readonly sha?: string | null;
}

/**
 * Stores blobs, tree and commit. No reference points to them yet, so nobody sees them. Author, committer and date are left to
 * GitHub, which then signs what an App commits.
 */
export async function writeObjects(
  github: GitHubRepository,
  store: ObjectStore,
  { change, baseTree }: { readonly change: Change; readonly baseTree: string },
): Promise<Written> {
  const { octokit, at } = github;
  const items: TreeItem[] = change.remove.map((path) => ({ path, ...MODE, sha: null }));
  for (const [path, text] of change.put) items.push({ path, ...MODE, ...(await contentOf(github, text)) });
  const tree = await get(github, () =>
    octokit.request("POST /repos/{owner}/{repo}/git/trees", { ...at, base_tree: baseTree, tree: items }),
  );
  const paths = await checkedPaths(github, store, { change, before: baseTree, after: tree.sha });
  const parents = [...(change.parents ?? (change.base === null ? [] : [change.base]))];
  const commit = await get(github, () =>
    octokit.request("POST /repos/{owner}/{repo}/git/commits", {
      ...at,
      message: change.message,
      tree: tree.sha,
      parents,
    }),
  );
  return { commit: commit.sha, paths };
}

async function contentOf(github: GitHubRepository, text: string): Promise<Pick<TreeItem, "content" | "sha">> {
  if (Buffer.byteLength(text) <= LARGEST_INLINE) return { content: text };
  const { octokit, at } = github;
  const content = Buffer.from(text).toString("base64");
  const blob = await get(github, () =>
    octokit.request("POST /repos/{owner}/{repo}/git/blobs", { ...at, content, encoding: "base64" }),
  );
  return { sha: blob.sha };
}

/**
 * The last line of defence against a commit that wipes a branch: a tree that differs from its base anywhere else than asked
 * for, or in a file that does not read as it was sent, is never committed.
 */
async function checkedPaths(
  github: GitHubRepository,
  store: ObjectStore,
  { change, before, after }: { readonly change: Change; readonly before: string; readonly after: string },
): Promise<readonly string[]> {
  await Promise.all([store.foresee(before), store.foresee(after)]);
  const paths = await changedPaths(store, before, after);
  const asked = new Set([...change.put.keys(), ...change.remove]);
  const foreign = paths.filter((path) => !asked.has(path));
  for (const [path, text] of change.put) {
    if ((await entryAt(store, after, path))?.id !== blobId(text)) foreign.push(path);
  }
  if (foreign.length === 0) return paths;
  throw new OutsideError(systemOf(github), GITHUB.otherTree(foreign[0] ?? ""), true);
}

/** The name that Git gives to a file's content. */
const blobId = (text: string): string =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(text)}\0`)
    .update(text)
    .digest("hex");
