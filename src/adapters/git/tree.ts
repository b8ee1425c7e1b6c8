import type { EntryKind, TreeEntry, TreeView } from "../../ports/gitops.ts";
import { parentsOf } from "../../ports/repository-path.ts";
import { ask, type Git, gitFailure } from "./command.ts";

export interface StoredEntry extends TreeEntry {
  /** Object id. */
  readonly id: string;
}

/** The tree of a commit below `paths`, with what stands where their parents should be. */
export async function viewTree(git: Git, commit: string | null, paths: readonly string[]): Promise<TreeView> {
  const entries = commit === null ? [] : await entriesAt(git, commit, paths);
  return { commit, entries, read: (wanted) => readEntries(git, entries, wanted) };
}

/** Parses `git ls-tree -l -z`. */
export function parseEntries(output: string): StoredEntry[] {
  return output.split("\0").flatMap((record) => {
    const match = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(record);
    if (match === null) return [];
    const [, mode = "", , id = "", size = "-", path = ""] = match;
    return [{ path, id, kind: kindOf(mode), size: size === "-" ? null : Number(size) }];
  });
}

/** Contents by object id. */
export async function readBlobs(git: Git, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const wanted = [...new Set(ids)];
  const blobs = new Map<string, Uint8Array>();
  if (wanted.length === 0) return blobs;
  const args = ["cat-file", "--batch"];
  const answer = await git(args, { input: wanted.map((id) => `${id}\n`).join("") });
  if (answer.code !== 0) throw gitFailure(args, answer.stderr);
  let at = 0;
  for (const id of wanted) {
    const lineEnd = answer.stdout.indexOf(10, at);
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(answer.stdout.toString("latin1", at, lineEnd))?.[1]);
    if (lineEnd < 0 || Number.isNaN(size)) throw gitFailure(args, `object ${id} is missing or damaged`);
    blobs.set(id, answer.stdout.subarray(lineEnd + 1, lineEnd + 1 + size));
    at = lineEnd + 1 + size + 1;
  }
  return blobs;
}

async function entriesAt(git: Git, commit: string, paths: readonly string[]): Promise<StoredEntry[]> {
  const list = ["ls-tree", "-t", "-l", "-z", "--full-tree"];
  const below = parseEntries(await ask(git, [...list, "-r", commit, "--", ...paths]));
  const shown = new Set(below.map(({ path }) => path));
  // A parent that is a file, symlink or submodule hides the path behind it, so it has to be asked for by name.
  const hidden = [...new Set(paths.flatMap(parentsOf))].filter((parent) => !shown.has(parent));
  if (hidden.length === 0) return below;
  const parents = parseEntries(await ask(git, [...list, commit, "--", ...hidden]));
  return [...parents.filter(({ path }) => !shown.has(path)), ...below];
}

async function readEntries(
  git: Git,
  entries: readonly StoredEntry[],
  wanted: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const names = new Set(wanted);
  const files = entries.filter(({ path, kind }) => names.has(path) && (kind === "file" || kind === "executable"));
  const blobs = await readBlobs(
    git,
    files.map(({ id }) => id),
  );
  return new Map(files.map(({ path, id }) => [path, blobs.get(id) ?? new Uint8Array()]));
}

function kindOf(mode: string): EntryKind {
  if (mode === "120000") return "symlink";
  if (mode === "160000") return "submodule";
  if (mode === "040000") return "folder";
  return mode === "100755" ? "executable" : "file";
}
