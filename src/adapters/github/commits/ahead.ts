import { GITHUB } from "../../../mistakes/github.ts";
import { OutsideError } from "../../../ports/failure.ts";
import type { Ahead } from "../../../ports/gitops.ts";
import { type GitHubRepository, get, systemOf } from "./request.ts";

/** What one commit has that another has not. GitHub lists at most 250 commits with one request. */
export async function aheadOf(github: GitHubRepository, commit: string, of: string): Promise<Ahead> {
  const { octokit, at } = github;
  const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
  const { commits, ahead_by, behind_by } = await get(github, () =>
    octokit.request(route, { ...at, basehead: `${of}...${commit}` }),
  );
  if (ahead_by > commits.length) {
    throw new OutsideError(systemOf(github), GITHUB.tooManyWaiting(ahead_by), false);
  }
  return {
    commits: commits
      .map(({ sha, commit: { message }, parents }) => ({ commit: sha, message, isMerge: parents.length > 1 }))
      .reverse(),
    isBehind: behind_by > 0,
  };
}
