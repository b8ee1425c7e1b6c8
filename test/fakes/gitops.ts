import type {
  Advance,
  BranchState,
  Change,
  EntryKind,
  GitOpsRepository,
  ProposalText,
  TreeView,
} from "../../src/ports/gitops.ts";
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
  /** Pull requests, in the order of their numbers from 1. */
  readonly pulls: FakePull[];
  /** Somebody merges one: the target then has the branch's tree. */
  readonly merge: (number: number) => string;
  /** Called before each `advance`: the place to come first. */
  beforeAdvance: () => void;
}

export interface FakePull extends ProposalText {
  state: "open" | "closed" | "merged";
  commit: string | null;
}

export function fakeGitOps(start: Readonly<Record<string, string>> | null = {}): FakeGitOps {
  const commits: Tree[] = [];
  const branches = new Map<string, string>();
  const changes: Change[] = [];
  const treeAt = (commit: string | null | undefined): Tree => commits[Number(commit ?? -1)] ?? new Map();
  const parentsOfCommit = new Map<string, readonly string[]>();
  const pulls: FakePull[] = [];
  const past: { branch: string; commit: string; message: string; paths: readonly string[] }[] = [];
  const commit = (branch: string, tree: Tree, { message = "By hand", parents }: Saying = {}): string => {
    const before = branches.get(branch);
    const paths = changedBetween(treeAt(before), tree);
    past.unshift({ branch, commit: String(commits.length), message, paths });
    parentsOfCommit.set(String(commits.length), parents ?? (before === undefined ? [] : [before]));
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
      const parents = change.parents ?? (change.base === null ? [] : [change.base]);
      const made = commit(change.branch, tree, { message: change.message, parents });
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
    ahead: async (one, of) => {
      const known = reachable(parentsOfCommit, of);
      const own = reachable(parentsOfCommit, one);
      const commits = [...own].filter((id) => !known.has(id)).sort((a, b) => Number(b) - Number(a));
      const messages = new Map(past.map(({ commit: id, message }) => [id, message]));
      const isMerge = (id: string) => (parentsOfCommit.get(id) ?? []).length > 1;
      return {
        commits: commits.map((id) => ({ commit: id, message: messages.get(id) ?? "", isMerge: isMerge(id) })),
        isBehind: [...known].some((id) => !own.has(id)),
      };
    },
    proposals: {
      write: async (text) => {
        const open = pulls.find(
          ({ state, branch, into }) => state === "open" && branch === text.branch && into === text.into,
        );
        const number =
          open === undefined ? pulls.push({ ...text, state: "open", commit: null }) : pulls.indexOf(open) + 1;
        Object.assign(pulls[number - 1] ?? {}, text);
        return { number, url: `https://github.test/fake/pull/${number}` };
      },
      withdraw: async (branch, into) => {
        const index = pulls.findIndex((one) => one.state === "open" && one.branch === branch && one.into === into);
        if (index === -1) return null;
        Object.assign(pulls[index] ?? {}, { state: "closed" });
        return { number: index + 1, url: `https://github.test/fake/pull/${index + 1}` };
      },
      state: async (number) => {
        const pull = pulls[number - 1];
        if (pull === undefined) return null;
        return pull.state === "merged" ? { kind: "merged", commit: pull.commit ?? "" } : { kind: pull.state };
      },
    },
  };
  return fake;
}

interface Saying {
  readonly message?: string;
  readonly parents?: readonly string[];
}

function reachable(parents: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(parents.get(next) ?? []));
  }
  return found;
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
