import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DISK } from "../../../mistakes/disk.ts";
import { GITHUB } from "../../../mistakes/github.ts";
import type { ConfigSource } from "../../../ports/config-source.ts";
import { fileError, OutsideError } from "../../../ports/failure.ts";
import { refuseEscape } from "../../../ports/repository-path.ts";
import { at, type Desk } from "./desk.ts";
import type { RawEntry } from "./raw.ts";

/** GitHub's own limit on a blob. */
const LARGEST_FILE = 100 * 2 ** 20;
const MOST_FILES = 100_000;
/** A repository whose tree does not come in one answer is read folder by folder, this deep. */
const DEEPEST = 40;

interface RawTree {
  readonly tree: readonly RawEntry[];
  readonly truncated: boolean;
}

/**
 * The files of one commit. Read by content id and only when asked for; symbolic links and submodules are left out, and so is
 * every path that another system would read otherwise. Commits of a fork are within reach of the repository it was made from.
 */
export async function commitSource(desk: Desk, sha: string): Promise<ConfigSource> {
  const all = await entriesOf(desk, sha);
  const entries = new Map(all.filter(isPlain).map((entry) => [entry.path, entry]));
  const texts = new Map<string, Promise<Uint8Array>>();
  const copies: string[] = [];
  const name = `${desk.owner}/${desk.repo}@${sha.slice(0, 12)}`;
  const read = async (path: string): Promise<Uint8Array | null> => {
    const entry = entries.get(path);
    if (entry === undefined) return null;
    if ((entry.size ?? 0) > LARGEST_FILE) throw tooLarge(path, entry.size ?? 0);
    const key = `${desk.owner}/${desk.repo}/${entry.sha}`;
    const known = texts.get(entry.sha) ?? desk.blobs.read(key, () => readBlob(desk, entry.sha));
    texts.set(entry.sha, known);
    return known;
  };
  return {
    description: name,
    commit: sha,
    list: async () => [...entries.keys()].sort(),
    links: async () => all.filter(isLink).map(({ path }) => path),
    read,
    onDisk: async (path) => {
      const bytes = await read(path);
      if (bytes === null) return null;
      const folder = await mkdtemp(join(tmpdir(), "loadline-"));
      copies.push(folder);
      // Readers tell a file's layout by its ending.
      const copy = join(folder, `file${/(\.[a-z0-9]+)+$/i.exec(path)?.[0] ?? ""}`);
      await writeFile(copy, bytes);
      return copy;
    },
    close: async () => {
      for (const folder of copies.splice(0)) await rm(folder, { recursive: true, force: true });
    },
  };
}

async function entriesOf(desk: Desk, sha: string): Promise<readonly RawEntry[]> {
  const whole = await treeOf(desk, sha, true);
  if (whole === null) throw new OutsideError("GitHub", GITHUB.noCommit(sha, `${desk.owner}/${desk.repo}`), false);
  return whole.truncated ? walk(desk, { sha, path: "", depth: 0 }) : whole.tree;
}

const isPlain = ({ type, mode, path }: RawEntry): boolean =>
  type === "blob" && (mode === "100644" || mode === "100755") && refuseEscape(path) === null;

const isLink = ({ type, mode, path }: RawEntry): boolean =>
  type === "blob" && mode === "120000" && refuseEscape(path) === null;

function treeOf(desk: Desk, sha: string, isRecursive: boolean): Promise<RawTree | null> {
  const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
  return desk.api.get<RawTree>(route, { ...at(desk), tree_sha: sha, ...(isRecursive ? { recursive: "1" } : {}) });
}

interface Folder {
  readonly sha: string;
  readonly path: string;
  readonly depth: number;
}

async function walk(desk: Desk, { sha, path, depth }: Folder): Promise<readonly RawEntry[]> {
  const tree = (await treeOf(desk, sha, false))?.tree ?? [];
  const here = tree.map((entry) => ({ ...entry, path: path === "" ? entry.path : `${path}/${entry.path}` }));
  const files = here.filter(({ type }) => type === "blob");
  for (const folder of here.filter(({ type }) => type === "tree")) {
    if (depth >= DEEPEST || files.length > MOST_FILES) throw tooMany(desk);
    files.push(...(await walk(desk, { sha: folder.sha, path: folder.path, depth: depth + 1 })));
  }
  return files;
}

async function readBlob(desk: Desk, sha: string): Promise<Uint8Array> {
  const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  const blob = await desk.api.get<{ content: string; encoding: string }>(route, { ...at(desk), file_sha: sha });
  if (blob === null) throw new OutsideError("GitHub", GITHUB.noBlob(sha), true);
  return new Uint8Array(Buffer.from(blob.content, blob.encoding === "base64" ? "base64" : "utf8"));
}

const tooLarge = (path: string, size: number): Error => fileError(path, DISK.tooLarge(size, LARGEST_FILE));

const tooMany = ({ owner, repo }: Desk): Error =>
  fileError(`${owner}/${repo}`, GITHUB.tooManyFiles(MOST_FILES, DEEPEST));
