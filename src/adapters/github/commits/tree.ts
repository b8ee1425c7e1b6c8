import type { EntryKind, TreeEntry, TreeView } from "../../../ports/gitops.ts";
import { parentsOf } from "../../../ports/repository-path.ts";
import { at, type Place } from "./place.ts";

interface RawEntry {
  readonly path: string;
  readonly mode: string;
  readonly sha: string;
  readonly size?: number;
}

interface Known extends TreeEntry {
  readonly sha: string;
}

/** The paths asked for in one commit, and whatever stands where their parent folders should be. Blobs are read when asked for. */
export async function viewCommit(place: Place, commit: string, paths: readonly string[]): Promise<TreeView> {
  const found = new Map<string, Known>();
  const folders = new Map<string, Promise<readonly RawEntry[]>>();
  const listed = (sha: string): Promise<readonly RawEntry[]> => {
    const known = folders.get(sha) ?? entriesOf(place, sha);
    folders.set(sha, known);
    return known;
  };
  for (const path of paths) await follow({ listed, found }, await treeOf(place, commit), path);
  return {
    commit,
    entries: [...found.values()].map(({ path, kind, size }) => ({ path, kind, size })).sort(byPath),
    read: (wanted) => readBlobs(place, found, wanted),
  };
}

const byPath = (a: TreeEntry, b: TreeEntry): number => (a.path < b.path ? -1 : Number(a.path > b.path));

interface Walk {
  readonly listed: (sha: string) => Promise<readonly RawEntry[]>;
  readonly found: Map<string, Known>;
}

/** Down to a path, noting what stands on the way, then everything below it. */
async function follow({ listed, found }: Walk, root: string, path: string): Promise<void> {
  let sha = root;
  for (const step of [...parentsOf(path), path]) {
    const name = step.slice(step.lastIndexOf("/") + 1);
    const entry = (await listed(sha)).find((one) => one.path === name);
    if (entry === undefined) return;
    found.set(step, known(step, entry));
    if (KINDS[entry.mode] !== "folder") return;
    sha = entry.sha;
  }
  await below({ listed, found }, sha, path);
}

async function below(walk: Walk, sha: string, path: string): Promise<void> {
  for (const entry of await walk.listed(sha)) {
    const inner = `${path}/${entry.path}`;
    walk.found.set(inner, known(inner, entry));
    if (KINDS[entry.mode] === "folder") await below(walk, entry.sha, inner);
  }
}

const KINDS: Readonly<Record<string, EntryKind>> = {
  "040000": "folder",
  "100644": "file",
  "100755": "executable",
  "120000": "symlink",
  "160000": "submodule",
};

const known = (path: string, { mode, sha, size }: RawEntry): Known => ({
  ...{ path, sha, size: size ?? null },
  // A mode that Git does not have is nothing to write over.
  kind: KINDS[mode] ?? "symlink",
});

/** The tree of a commit. */
export async function treeOf({ api, ...place }: Place, commit: string): Promise<string> {
  const route = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
  const found = await api.get<{ tree: { sha: string } }>(route, { ...at(place), commit_sha: commit });
  return found?.tree.sha ?? commit;
}

/** One folder, not what lies below: GitHub gives at most 100,000 entries in one answer, and a folder stays below that. */
async function entriesOf({ api, ...place }: Place, sha: string): Promise<readonly RawEntry[]> {
  const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
  const found = await api.get<{ tree: readonly RawEntry[] }>(route, { ...at(place), tree_sha: sha });
  return found?.tree ?? [];
}

async function readBlobs(
  { api, ...place }: Place,
  found: ReadonlyMap<string, Known>,
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const texts = new Map<string, Uint8Array>();
  const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  for (const path of wanted) {
    const entry = found.get(path);
    if (entry === undefined || (entry.kind !== "file" && entry.kind !== "executable")) continue;
    const blob = await api.get<{ content: string }>(route, { ...at(place), file_sha: entry.sha });
    if (blob !== null) texts.set(path, new Uint8Array(Buffer.from(blob.content, "base64")));
  }
  return texts;
}
