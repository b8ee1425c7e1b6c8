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
    const what = `${ahead_by} commits wait on one branch, more than can be looked at; merge its pull request or delete the branch`;
    throw new OutsideError(systemOf(github), what, false);
  }
  return {
    commits: commits
      .map(({ sha, commit: { message }, parents }) => ({ commit: sha, message, isMerge: parents.length > 1 }))
      .reverse(),
    isBehind: behind_by > 0,
  };
}
