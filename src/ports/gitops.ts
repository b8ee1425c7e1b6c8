/** What stands at a path of a Git tree. */
export type EntryKind = "file" | "executable" | "symlink" | "submodule" | "folder";

export interface TreeEntry {
  /** From the root of the tree, parted by "/". */
  readonly path: string;
  readonly kind: EntryKind;
  /** Bytes; null for folders and submodules. */
  readonly size: number | null;
}

/** One commit's tree, as far as it was asked for. */
export interface TreeView {
  /** Null before the first commit. */
  readonly commit: string | null;
  /** Everything at and below the paths asked for, and whatever stands where their parent folders should be. */
  readonly entries: readonly TreeEntry[];
  /** Contents by path; what does not stand there as a file is left out. */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

export type BranchState =
  | { readonly kind: "found"; readonly view: TreeView }
  /** The repository has no commit at all; its first one may create any branch. */
  | { readonly kind: "empty"; readonly view: TreeView }
  | { readonly kind: "missing"; readonly branches: readonly string[] };

/** One commit, decided: which files to put and to remove, on top of which commit. */
export interface Change {
  readonly branch: string;
  /** The commit the new one stands on; null for the first commit of a repository. */
  readonly base: string | null;
  /** Left out: the base alone. Otherwise the branch's own commit and the base, whose content is brought in. */
  readonly parents?: readonly string[];
  /** The commit the branch must still point at when it moves; null: the branch must not exist yet. */
  readonly expected: string | null;
  /** Owned paths; where the branch is checked out, nobody's unsaved work below them is overwritten. */
  readonly owned: readonly string[];
  readonly put: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
  readonly message: string;
  /** Date of author and committer, to the second. */
  readonly at: Date;
}

export type Advance =
  /** `paths`: what the commit changed. `notes`: what else the user should know, one sentence each. */
  | {
      readonly kind: "advanced";
      readonly commit: string;
      readonly paths: readonly string[];
      readonly notes: readonly string[];
    }
  /** Somebody else moved the branch first, or holds its lock; nothing was written. Read again and try again. */
  | { readonly kind: "moved"; readonly detail: string }
  /** The branch is checked out and somebody's unsaved work stands in the way; nothing was written. */
  | { readonly kind: "dirty"; readonly path: string; readonly detail: string };

/** A repository that manifests are committed to. Objects are written first; the branch moves last, by compare-and-swap. */
export interface GitOpsRepository {
  /** For messages: the path, or owner/name. */
  readonly name: string;
  /** How long to wait before trying again where another writer came first: at first, doubling, and at most; how often, if not ten times. */
  readonly pauses: { readonly firstMs: number; readonly longestMs: number; readonly attempts?: number };
  /** Finishes what an interrupted run has left; one sentence for each thing done, or left to the user. */
  recover(): Promise<readonly string[]>;
  branch(name: string, paths: readonly string[]): Promise<BranchState>;
  advance(change: Change): Promise<Advance>;
  /** Commits of a branch that changed something at or below a path, newest first; empty where there is no such branch. */
  history(branch: string, path: string, most: number): Promise<readonly PastCommit[]>;
  /** The tree of a commit, by its full id. */
  at(commit: string, paths: readonly string[]): Promise<TreeView>;
  /** What one commit has that another has not, both by their full ids. */
  ahead(commit: string, of: string): Promise<Ahead>;
  /** Null: this repository has no pull requests, or they are out of reach. */
  readonly proposals: Proposals | null;
}

export interface PastCommit {
  readonly commit: string;
  readonly message: string;
}

export interface Ahead {
  /** Newest first. `isMerge`: it only brings commits together. */
  readonly commits: readonly (PastCommit & { readonly isMerge: boolean })[];
  /** The other commit has something that this one has not. */
  readonly isBehind: boolean;
}

/** What a pull request says, and from where to where it leads. */
export interface ProposalText {
  readonly branch: string;
  readonly into: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

export interface Proposal {
  readonly number: number;
  readonly url: string;
}

export type ProposalState =
  /** `isStuck`: something that was merged meanwhile stands against it. */
  | { readonly kind: "open"; readonly isStuck: boolean }
  | { readonly kind: "closed" }
  /** `commit`: where its target then stood. */
  | { readonly kind: "merged"; readonly commit: string };

/** Pull requests in the repository that manifests are committed to. */
export interface Proposals {
  /** Opens one, or changes the words of the one that is open. */
  write(text: ProposalText): Promise<Proposal>;
  /** Closes the one that is open from one branch into another, if there is one. */
  withdraw(branch: string, into: string): Promise<Proposal | null>;
  /** Closes that one, where it is open. */
  close(number: number): Promise<void>;
  /** Null: no such pull request. */
  state(number: number): Promise<ProposalState | null>;
}

/** Where a commit waits to be merged; `opened` is null where somebody has to open the pull request. */
export interface Proposed {
  readonly branch: string;
  readonly into: string;
  readonly opened: Proposal | null;
}

/**
 * How a commit ended. `notes` are sentences for the user; `detail` says what is wrong with `path` and what to do (shown as `path: detail`).
 * Everything but `committed` has written nothing.
 */
export type CommitResult =
  | {
      readonly kind: "committed";
      readonly commit: string;
      readonly paths: readonly string[];
      readonly notes: readonly string[];
      readonly proposed?: Proposed;
    }
  /** The branch already has exactly this tree; `commit` is null in a repository without any. */
  | {
      readonly kind: "unchanged";
      readonly commit: string | null;
      readonly notes: readonly string[];
      readonly proposed?: Proposed;
    }
  /** Somebody's work stands where we would write: in the branch, or unsaved where it is checked out. */
  | { readonly kind: "humanEdit"; readonly path: string; readonly detail: string }
  /** A symlink, submodule or file stands where a path of ours leads through. */
  | { readonly kind: "refused"; readonly path: string; readonly detail: string }
  | { readonly kind: "secret"; readonly path: string; readonly line: number; readonly detail: string }
  /** The branch moved before each of our attempts. */
  | { readonly kind: "conflict"; readonly attempts: number; readonly detail: string };
