import type { Advance, BranchState, Change, EntryKind, GitOpsRepository, TreeView } from "../../src/ports/gitops.ts";
import { isWithin, parentsOf } from "../../src/ports/repository-path.ts";
import { aheadIn, type FakePull, fakeProposals } from "./gitops-proposals.ts";

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
  /** Pull requests, in the order of their numbers from 1. */
  readonly pulls: FakePull[];
  /** Somebody merges one: the target then has the branch's tree. */
  readonly merge: (number: number) => string;
  /** Called before each `advance`: the place to come first. */
  beforeAdvance: () => void;
}

export function fakeGitOps(start: Readonly<Record<string, string>> | null = {}): FakeGitOps {
  const { branches, parents, past, treeAt, commit } = treesInMemory();
  const [changes, pulls]: [Change[], FakePull[]] = [[], []];
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
      const on = change.parents ?? (change.base === null ? [] : [change.base]);
      const made = commit(change.branch, tree, { message: change.message, parents: on });
      return { kind: "advanced", commit: made, paths, notes: [] };
    },
    history: async (branch, path, most) => past.filter((one) => isAbout(one, branch, path)).slice(0, most),
    at: async (at, paths) => viewOf(at, treeAt(at), paths),
    pulls,
    merge: (number) => {
      const pull = pulls[number - 1];
      if (pull === undefined) throw new Error(`no pull request ${number}`);
      const made = commit(pull.into, treeAt(branches.get(pull.branch)), { message: pull.title });
      Object.assign(pull, { state: "merged", commit: made });
      return made;
    },
    ahead: async (one, of) => aheadIn({ parents, messages: messagesOf(past) }, one, of),
    proposals: fakeProposals(pulls),
  };
  return fake;
}

interface Past {
  readonly branch: string;
  readonly commit: string;
  readonly message: string;
  readonly paths: readonly string[];
}

/** Commits by their number, and where branches stand. */
function treesInMemory() {
  const commits: Tree[] = [];
  const branches = new Map<string, string>();
  const parents = new Map<string, readonly string[]>();
  const past: Past[] = [];
  const treeAt = (commit: string | null | undefined): Tree => commits[Number(commit ?? -1)] ?? new Map();
  const commit = (branch: string, tree: Tree, { message = "By hand", parents: on }: Saying = {}): string => {
    const before = branches.get(branch);
    const made = String(commits.push(tree) - 1);
    past.unshift({ branch, commit: made, message, paths: changedBetween(treeAt(before), tree) });
    parents.set(made, on ?? (before === undefined ? [] : [before]));
    branches.set(branch, made);
    return made;
  };
  return { branches, parents, past, treeAt, commit };
}

const messagesOf = (past: readonly Past[]): ReadonlyMap<string, string> =>
  new Map(past.map(({ commit, message }) => [commit, message]));

interface Saying {
  readonly message?: string;
  readonly parents?: readonly string[];
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
