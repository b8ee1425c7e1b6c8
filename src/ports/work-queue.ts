import type { RepositoryName } from "./pull-request.ts";

/** What there is to do: *look at* something, never what to write about it. */
export type Work =
  | { readonly kind: "review"; readonly repository: RepositoryName; readonly number: number }
  /** One deployment of a review that is spread over the workers: `part` counts those that changed, base and head alike. */
  | { readonly kind: "forecast"; readonly repository: RepositoryName; readonly number: number; readonly part: number }
  /** The search for something better, which takes longer than people wait for a review. */
  | { readonly kind: "advice"; readonly repository: RepositoryName; readonly number: number }
  /** A commit that waits in a merge queue, or a head without a pull request of its own: it needs a check all the same. */
  | {
      readonly kind: "head";
      readonly repository: RepositoryName;
      readonly sha: string;
      /** The commit that a merge group would be merged on. */
      readonly base?: string;
      /** The pull request that a merge group brings. */
      readonly brings?: number;
    }
  | { readonly kind: "command"; readonly repository: RepositoryName; readonly number: number; readonly comment: number }
  /** A merged pull request on its way to the cluster. */
  | { readonly kind: "deploy"; readonly repository: RepositoryName; readonly number: number }
  /** So many days after a merge has reached its clusters: what came, against what was forecast. */
  | { readonly kind: "observe"; readonly repository: RepositoryName; readonly number: number; readonly days: number }
  /** Argo CD said something about an Application: a hint to look, matched to a rollout by name. */
  | { readonly kind: "sync"; readonly application: string; readonly namespace: string }
  /** A repository has this name now; `before`: the one that it had, null where it is new under this one. */
  | {
      readonly kind: "named";
      readonly repository: RepositoryName;
      readonly before: RepositoryName | null;
      /** Once more, for what was written by the old name meanwhile. */
      readonly isRepeat?: boolean;
    }
  /** Look for what was missed: failed deliveries, heads without a check. */
  | { readonly kind: "sweep" };

/** Durable work. For one key at most one waits while one runs; the newest state is read when it starts. */
export interface WorkQueue {
  /** Resolves once it is on disk. `after`: seconds to wait first. */
  add(work: readonly Work[], after?: number): Promise<void>;
}

/** What the App must remember between two pieces of work, by key; written whole. */
export interface Memory {
  read<Value>(key: string): Promise<Value | null>;
  write(key: string, value: unknown): Promise<void>;
  /** Writes only where the value is still `expected` (null: none); false: somebody else was first. */
  replace(key: string, expected: unknown, value: unknown): Promise<boolean>;
  /** Many at once; a key without a value is left out. */
  readAll<Value>(keys: readonly string[]): Promise<ReadonlyMap<string, Value>>;
  keys(prefix: string): Promise<readonly string[]>;
  remove(key: string): Promise<void>;
}
