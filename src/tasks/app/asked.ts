import type { CodeHost, Comment } from "../../ports/code-host.ts";
import type { PullRequest } from "../../ports/pull-request.ts";

/** A comment that is for us, and what it is about. */
export interface Asked {
  readonly host: CodeHost;
  readonly pull: PullRequest;
  readonly comment: Comment;
}
