import type { Mistake } from "../ports/failure.ts";

/** What GitHub refuses, and how it fails. A text alone follows the name of the server; `advice` follows GitHub's own words. */
export const GITHUB = {
  tooManyFiles: (most: number, deepest: number): Mistake => ({
    found: "more files, or deeper folders",
    wanted: `at most ${most} files, ${deepest} folders deep`,
    advice: "Keep the configuration in a repository of its own.",
  }),
  archived: { advice: "Unarchive the repository, or leave it as it is." },
  locked: { advice: "Somebody who may write can unlock the conversation." },
  notPermitted: {
    advice: "An owner of the organisation can grant the App what app.yml lists, under Settings, GitHub Apps.",
  },
  notUnderstood: { advice: "This is a mistake of loadline; please report it with this text." },
  gone: {
    found: "GitHub answers 404",
    advice: "It was deleted, or the App may no longer see it; check the installation.",
  },
  /** GitHub's own words and what to do. */
  refusedWrite: (detail: string, advice: string): string => `refused to write: ${detail}. ${advice}`,
  refused: (detail: string, advice: string): string => `${detail}. ${advice}`,
  limited: (seconds: number, what: string): string => `limits requests for ${seconds} s: ${what}`,
  stillLimited: (seconds: number): string => `asked for ${seconds} s of silence more, and is asked nothing before`,
  unreachable: (reason: string): string => `cannot be reached: ${reason}`,
  answers: (status: number): string => `answers ${status}`,
  tokenRefused: (what: string): string =>
    `refuses the App's token: ${what}. Check APP_ID and PRIVATE_KEY, and whether the App was suspended`,
  otherTime: (what: string): string =>
    `refuses the App's token: ${what}. The clock of this machine and GitHub's differ; let it be set over the network (NTP)`,
  noApp: "knows no App by this APP_ID and PRIVATE_KEY; both stand on the App's settings page",
  noInstallation: (id: number): string =>
    `knows no installation ${id} any more; install the App again where it shall work`,
  noCommit: (sha: string, repository: string): string =>
    `has no commit ${sha} in ${repository}; a force-push may have dropped it`,
  noBase: (branch: string, repository: string): string => `has no branch ${branch} in ${repository} any more`,
  noBlob: (sha: string): string => `has no blob ${sha}`,
  tokenNotAccepted:
    "the token was not accepted (401): it is wrong, revoked or expired. Set GH_TOKEN or GITHUB_TOKEN anew",
  archivedForToken: (repository: string): string => `${repository} is archived; its owner has to unarchive it first`,
  singleSignOn: "the organisation wants the token authorised for single sign-on",
  branchRules: "rules of the branch refuse the commit; allow this author there, or set gitops.mode: pull-request",
  tokenTooWeak: (repository: string): string =>
    `the token may not do this in ${repository}; it needs Contents: read and write, and Pull requests: read and write where it opens them`,
  requestRefused: (status: number): string => `the request was refused (${status})`,
  saysBesides: (reason: string, message: string): string => `${reason}. GitHub says: ${message}`,
  tooManyRequests: (seconds: number): string =>
    `too many requests; it wants ${seconds} seconds of silence. Nothing was moved`,
  brokeOff: "could not be reached, or broke off",
  answeredWith: (status: number): string => `answered with ${status}`,
  branchNotMoved: (branch: string): string =>
    `the branch ${branch} could not be moved to the commit that was prepared; it still stands where it stood`,
  otherTree: (path: string): string =>
    `the tree that was built is not the one asked for (${path}); nothing was committed`,
  tooManyWaiting: (commits: number): string =>
    `${commits} commits wait on one branch, more than can be looked at; merge its pull request or delete the branch`,
  noPullRequest: (branch: string): string =>
    `no pull request could be opened from ${branch}; the branch stands there, ready for one`,
} as const;
