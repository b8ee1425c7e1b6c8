import type { ConfigSource } from "./config-source.ts";
import type { MergedPull, OpenPull, Permission, PullRequest, RepositoryName } from "./pull-request.ts";

/** A comment of the conversation. `isOwn`: this App wrote it, told by the author's id, never by the text. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly login: string; readonly isBot: boolean };
  readonly isOwn: boolean;
  /** Changed after it was written: no command is read from it. */
  readonly isEdited: boolean;
  /** RFC 3339. */
  readonly createdAt: string;
}

export type Conclusion = "success" | "neutral" | "failure" | "action_required" | "cancelled";

/** One remark on lines of the head; GitHub shows at most fifty a request, the adapter sends them in parts. */
export interface Annotation {
  readonly path: string;
  readonly line: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

/** The check run named `loadline` of one commit, as it shall stand; writing it again changes the same run. */
export interface Check {
  readonly sha: string;
  readonly conclusion: Conclusion | null;
  readonly title: string;
  readonly summary: string;
  readonly annotations: readonly Annotation[];
  readonly detailsUrl: string | null;
}

/** A remark on lines of the change that carries a replacement for them. */
export interface Suggestion {
  readonly path: string;
  readonly startLine: number;
  readonly line: number;
  readonly body: string;
}

export type DeploymentState = "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";

/** How far a rollout is, as GitHub shows it on the pull request. Descriptions are cut to 140 characters by the adapter. */
export interface DeploymentStatus {
  readonly state: DeploymentState;
  readonly description: string;
  readonly logUrl: string | null;
}

/**
 * One repository at GitHub, through one installation. Reads may be tried again freely; a write looks first whether an earlier
 * attempt went through, so that a lost answer does not write twice. Failures are `OutsideError`; what GitHub says no to for good
 * (archived, permission missing, gone) is a `HostRefusal` value.
 */
export interface CodeHost {
  readonly repository: RepositoryName;
  /** Where merges are deployed from; null: the repository is out of reach. */
  defaultBranch(): Promise<string | null>;
  /** The newest commit of the default branch; null in an empty repository. */
  defaultHead(): Promise<string | null>;
  /** Null: no such pull request, or it is out of reach. */
  pullRequest(number: number): Promise<PullRequest | null>;
  /** What the base branch was just before a merge, whichever way it was merged; null: GitHub does not say. */
  beforeMerge(pull: PullRequest): Promise<string | null>;
  /** Merged since an instant (milliseconds since 1970). */
  mergedSince(instant: number): Promise<readonly MergedPull[]>;
  openPullRequests(): Promise<readonly OpenPull[]>;
  /** Open pull requests whose head is this commit; forks included. */
  pullRequestsOf(sha: string): Promise<readonly number[]>;
  /** The files of one commit, for loading configuration; of the fork's repository where the head lies there. */
  source(sha: string): Promise<ConfigSource>;
  /** Whether a commit is another one, or one of its ancestors. */
  contains(commit: string, ancestor: string): Promise<boolean>;
  permissionOf(login: string): Promise<Permission>;
  comments(number: number): Promise<readonly Comment[]>;
  /** One comment, also where the list does not show it yet; null: deleted. */
  comment(id: number): Promise<Comment | null>;
  writeComment(number: number, body: string): Promise<Written>;
  updateComment(id: number, body: string): Promise<Written>;
  deleteComment(id: number): Promise<Written>;
  react(comment: number, reaction: "eyes" | "rocket" | "confused" | "-1"): Promise<Written>;
  /** The conclusion of the run named `loadline` on a commit: null while running, undefined where there is none, or a cancelled one. */
  check(sha: string): Promise<Conclusion | null | undefined>;
  writeCheck(check: Check): Promise<Written>;
  /** Writes those that do not stand there yet. */
  suggest(number: number, sha: string, suggestions: readonly Suggestion[]): Promise<Written>;
  /** Creates a Deployment of a commit, or finds the one that an earlier attempt created for the same environment. */
  deployment(
    sha: string,
    environment: string,
    payload: Readonly<Record<string, string>>,
  ): Promise<number | HostRefusal>;
  writeDeploymentStatus(deployment: number, status: DeploymentStatus): Promise<Written>;
}

/** What GitHub will not do however often it is asked; `advice` says who can change that and how. */
export interface HostRefusal {
  readonly kind: "archived" | "permission" | "gone" | "locked" | "invalid";
  readonly detail: string;
  readonly advice: string;
}

export type Written = { readonly kind: "written"; readonly id: number | null } | HostRefusal;

/** Every repository the App is installed on, of the accounts that the operator lets it serve. */
export interface CodeHosts {
  /** Null: the App is not installed there (any more), or the operator leaves the account out. */
  repository(name: RepositoryName): Promise<CodeHost | null>;
  /** Throws only where no installation could be asked: one that fails does not keep the others from being looked at. */
  repositories(): Promise<readonly RepositoryName[]>;
}
