import type { Advance, BranchState, Change, EntryKind, GitOpsRepository, TreeView } from "../../src/ports/gitops.ts";
import { isWithin, parentsOf } from "../../src/ports/repository-path.ts";

interface Entry {
  readonly kind: EntryKind;
  readonly text: string;
}

type Tree = ReadonlyMap<string, Entry>;

/** A repository in memory, with the one rule that matters: a branch moves only from where it was expected. */
export interface FakeGitOps extends GitOpsRepository {
  /** Each change that went through, oldest first. */
  readonly changes: Change[];
  readonly files: (branch?: string) => Readonly<Record<string, string>>;
  /** Somebody else's commit. An absent text deletes; `kind` is file unless said. */
  readonly edit: (files: Readonly<Record<string, string | null>>, kind?: EntryKind) => void;
  /** Called before each `advance`: the place to come first. */
  beforeAdvance: () => void;
}

export function fakeGitOps(start: Readonly<Record<string, string>> | null = {}): FakeGitOps {
  const commits: Tree[] = [];
  const branches = new Map<string, string>();
  const changes: Change[] = [];
  const treeAt = (commit: string | null | undefined): Tree => commits[Number(commit ?? -1)] ?? new Map();
  const past: { branch: string; commit: string; message: string; paths: readonly string[] }[] = [];
  const commit = (branch: string, tree: Tree, message = "By hand"): string => {
    const paths = changedBetween(treeAt(branches.get(branch)), tree);
    past.unshift({ branch, commit: String(commits.length), message, paths });
    commits.push(tree);
    branches.set(branch, String(commits.length - 1));
    return String(commits.length - 1);
  };
  const edit: FakeGitOps["edit"] = (files, kind = "file") => {
    const tree = new Map(treeAt(branches.get("main")));
    for (const [path, text] of Object.entries(files)) {
      if (text === null) tree.delete(path);
      else tree.set(path, { kind, text });
    }
    commit("main", tree);
  };
  if (start !== null) edit(start);
  const fake: FakeGitOps = {
    name: "fake",
    pauses: { firstMs: 60, longestMs: 4000 },
    changes,
    beforeAdvance: () => undefined,
    edit,
    files: (branch = "main") =>
      Object.fromEntries([...treeAt(branches.get(branch))].map(([path, { text }]) => [path, text])),
    recover: async () => [],
    branch: async (name, paths) => stateOf({ name, paths, branches, treeAt }),
    advance: async (change): Promise<Advance> => {
      fake.beforeAdvance();
      const now = branches.get(change.branch) ?? null;
      if (now !== change.expected) return { kind: "moved", detail: `${change.branch} is now at ${now}` };
      const tree = new Map(treeAt(change.base));
      for (const path of change.remove) tree.delete(path);
      for (const [path, text] of change.put) tree.set(path, { kind: "file", text });
      changes.push(change);
      const paths = [...change.remove, ...change.put.keys()].sort();
      return { kind: "advanced", commit: commit(change.branch, tree, change.message), paths, notes: [] };
    },
    history: async (branch, path, most) => past.filter((one) => isAbout(one, branch, path)).slice(0, most),
    at: async (at, paths) => viewOf(at, treeAt(at), paths),
  };
  return fake;
}

const isAbout = (one: { branch: string; paths: readonly string[] }, branch: string, path: string): boolean =>
  one.branch === branch && one.paths.some((changed) => isWithin(changed, path));

const changedBetween = (before: Tree, after: Tree): readonly string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path)?.text !== after.get(path)?.text);

interface Question {
  readonly name: string;
  readonly paths: readonly string[];
  readonly branches: ReadonlyMap<string, string>;
  readonly treeAt: (commit: string | null | undefined) => Tree;
}

function stateOf({ name, paths, branches, treeAt }: Question): BranchState {
  const commit = branches.get(name);
  if (commit !== undefined) return { kind: "found", view: viewOf(commit, treeAt(commit), paths) };
  if (branches.size === 0) return { kind: "empty", view: viewOf(null, new Map(), paths) };
  return { kind: "missing", branches: [...branches.keys()] };
}

function viewOf(commit: string | null, tree: Tree, paths: readonly string[]): TreeView {
  const asked = (path: string): boolean => paths.some((owned) => isWithin(path, owned) || isWithin(owned, path));
  const folders = new Set([...tree.keys()].flatMap(parentsOf));
  return {
    commit,
    entries: [
      ...[...folders].filter(asked).map((path) => ({ path, kind: "folder" as const, size: null })),
      ...[...tree]
        .filter(([path]) => asked(path))
        .map(([path, { kind, text }]) => ({ path, kind, size: Buffer.byteLength(text) })),
    ],
    read: async (wanted) =>
      new Map(
        [...tree]
          .filter(([path, { kind }]) => wanted.includes(path) && (kind === "file" || kind === "executable"))
          .map(([path, { text }]) => [path, Buffer.from(text)]),
      ),
  };
}
