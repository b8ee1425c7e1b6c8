import type { EntryKind, TreeEntry, TreeView } from "../../../ports/gitops.ts";
import { isWithin } from "../../../ports/repository-path.ts";
import { type GitHubRepository, get } from "./request.ts";

export interface Stored extends TreeEntry {
  /** Object id. */
  readonly id: string;
}

/** Requests that run at once while blobs are read. */
const AT_ONCE = 6;

/** Trees and blobs by their id. They never change, so each is asked for once, retries of a commit included. */
export class ObjectStore {
  private readonly github: GitHubRepository;
  private readonly folders = new Map<string, readonly Stored[]>();
  private readonly blobs = new Map<string, Promise<Uint8Array>>();

  constructor(github: GitHubRepository) {
    this.github = github;
  }

  /** What lies directly in a tree. */
  async folder(id: string): Promise<readonly Stored[]> {
    const known = this.folders.get(id);
    if (known !== undefined) return known;
    const entries = (await this.listing(id, false)).entries;
    this.folders.set(id, entries);
    return entries;
  }

  /** Remembers a whole tree with one request, if GitHub gives it whole; what is missing is asked for folder by folder. */
  async foresee(id: string): Promise<void> {
    if (this.folders.has(id)) return;
    const { entries, isWhole } = await this.listing(id, true);
    if (!isWhole) return;
    const ids = new Map(entries.filter(({ kind }) => kind === "folder").map((entry) => [entry.path, entry.id]));
    const children = Map.groupBy(entries, ({ path }) => path.slice(0, Math.max(0, path.lastIndexOf("/"))));
    this.folders.set(id, children.get("") ?? []);
    for (const [path, folder] of ids) this.folders.set(folder, (children.get(path) ?? []).map(nameOnly));
  }

  async read(entries: readonly Stored[]): Promise<ReadonlyMap<string, Uint8Array>> {
    const contents = new Map<string, Uint8Array>();
    const waiting = [...entries];
    const worker = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        contents.set(next.path, await this.blob(next.id));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return contents;
  }

  private blob(id: string): Promise<Uint8Array> {
    const known = this.blobs.get(id);
    if (known !== undefined) return known;
    const { octokit, at } = this.github;
    const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
    const asked = get(this.github, () => octokit.request(route, { ...at, file_sha: id })).then(
      ({ content, encoding }) => Buffer.from(content, encoding === "base64" ? "base64" : "utf8"),
    );
    // A failure is not remembered: the next attempt asks again.
    asked.catch(() => this.blobs.delete(id));
    this.blobs.set(id, asked);
    return asked;
  }

  private async listing(id: string, isDeep: boolean): Promise<{ entries: readonly Stored[]; isWhole: boolean }> {
    const { octokit, at } = this.github;
    const asked = { ...at, tree_sha: id, ...(isDeep ? { recursive: "1" } : {}) };
    const tree = await get(this.github, () => octokit.request("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", asked));
    const entries = tree.tree.flatMap(({ path, mode, sha, size }): Stored[] =>
      path === undefined || sha === undefined || sha === null
        ? []
        : [{ path, id: sha, kind: kindOf(mode ?? ""), size: size ?? null }],
    );
    return { entries, isWhole: !tree.truncated };
  }
}

/** The tree of a commit below `paths`, with what stands where their parents should be. */
export async function viewTree(
  store: ObjectStore,
  at: { readonly commit: string; readonly tree: string },
  paths: readonly string[],
): Promise<TreeView> {
  await store.foresee(at.tree);
  const isAsked = (path: string): boolean => paths.some((owned) => isWithin(path, owned) || isWithin(owned, path));
  const entries = await entriesBelow(store, at.tree, isAsked);
  return {
    commit: at.commit,
    entries,
    read: (wanted) => {
      const names = new Set(wanted);
      return store.read(entries.filter((entry) => names.has(entry.path) && isContent(entry)));
    },
  };
}

/** Paths of files in which two trees differ; null stands for the empty tree. Equal folders are not looked into. */
export async function changedPaths(store: ObjectStore, before: string | null, after: string | null): Promise<string[]> {
  const [old, young] = await Promise.all([before, after].map((id) => (id === null ? [] : store.folder(id))));
  const byName = (entries: readonly Stored[] = []) => new Map(entries.map((entry) => [entry.path, entry]));
  const [left, right] = [byName(old), byName(young)];
  const changed: string[] = [];
  for (const name of [...new Set([...left.keys(), ...right.keys()])].sort()) {
    const [was, is] = [left.get(name), right.get(name)];
    if (was?.id === is?.id && was?.kind === is?.kind) continue;
    if ([was, is].some((entry) => entry !== undefined && entry.kind !== "folder")) changed.push(name);
    const folders = [folderId(was), folderId(is)] as const;
    if (folders[0] === null && folders[1] === null) continue;
    changed.push(...(await changedPaths(store, ...folders)).map((path) => `${name}/${path}`));
  }
  return changed;
}

/** The entry at a path, or null. */
export async function entryAt(store: ObjectStore, tree: string, path: string): Promise<Stored | null> {
  const found = await entriesBelow(store, tree, (other) => isWithin(path, other));
  return found.find((entry) => entry.path === path) ?? null;
}

async function entriesBelow(
  store: ObjectStore,
  id: string,
  isAsked: (path: string) => boolean,
): Promise<readonly Stored[]> {
  const found: Stored[] = [];
  for (const entry of await store.folder(id)) {
    if (!isAsked(entry.path)) continue;
    found.push(entry);
    if (entry.kind !== "folder") continue;
    const below = await entriesBelow(store, entry.id, (path) => isAsked(`${entry.path}/${path}`));
    found.push(...below.map((inner) => ({ ...inner, path: `${entry.path}/${inner.path}` })));
  }
  return found;
}

const folderId = (entry: Stored | undefined): string | null => (entry?.kind === "folder" ? entry.id : null);
const isContent = ({ kind }: Stored): boolean => kind === "file" || kind === "executable";
const nameOnly = (entry: Stored): Stored => ({ ...entry, path: entry.path.slice(entry.path.lastIndexOf("/") + 1) });

function kindOf(mode: string): EntryKind {
  if (mode === "120000") return "symlink";
  if (mode === "160000") return "submodule";
  if (mode === "040000") return "folder";
  return mode === "100755" ? "executable" : "file";
}
