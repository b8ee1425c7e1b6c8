/** `owner/name`, as GitHub spells it. */
export type RepositoryName = `${string}/${string}`;

export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";

/** A file that a pull request changes. `lines`: those of the head that stand in the diff, where remarks may be written. */
export interface ChangedFile {
  readonly path: string;
  readonly change: "added" | "changed" | "removed" | "renamed";
  /** Where it lay before; null unless renamed. */
  readonly before: string | null;
  readonly lines: readonly number[];
}

/** A pull request as it stands now. Everything people can type into is data and never code, path, URL or template. */
export interface PullRequest {
  readonly number: number;
  readonly state: "open" | "closed" | "merged";
  readonly isDraft: boolean;
  /** The head lies in another repository: public data only, never a commit. */
  readonly isFork: boolean;
  readonly author: { readonly login: string; readonly isBot: boolean };
  readonly title: string;
  readonly url: string;
  /** `sha`: the branch as it stands, while this is open; afterwards, what it was when the head was last pushed. */
  readonly base: { readonly branch: string; readonly sha: string };
  readonly head: { readonly branch: string; readonly sha: string };
  /** Where the head's branch left the base's: the review compares this with the head. */
  readonly mergeBase: string;
  /** The commit on the base branch, once merged. */
  readonly mergeCommit: string | null;
  readonly mergedBy: string | null;
  /** Null: too many for GitHub to list; then every deployment counts as touched. */
  readonly files: readonly ChangedFile[] | null;
  /** The repository takes no writes. */
  readonly isArchived: boolean;
  readonly isLocked: boolean;
}

/** An open pull request, as far as a list of them tells. */
export interface OpenPull {
  readonly number: number;
  readonly head: Pick<PullRequest["head"], "sha">;
  readonly base: Pick<PullRequest["base"], "branch">;
}

/** A pull request that was merged, as far as a list of them tells. */
export interface MergedPull {
  readonly number: number;
  /** The branch that it was merged into. */
  readonly branch: string;
  /** Milliseconds since 1970. */
  readonly mergedAt: number;
}
