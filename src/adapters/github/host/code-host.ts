import type { CodeHost } from "../../../ports/code-host.ts";
import { readCheck, writeCheck } from "./checks.ts";
import { deleteComment, react, readComment, readComments, updateComment, writeComment } from "./comments.ts";
import { writeDeployment, writeStatus } from "./deployments.ts";
import type { Desk } from "./desk.ts";
import { beforeMerge, mergedSince } from "./merges.ts";
import { contains, defaultBranch, defaultHead, openPulls, pullsOf, readPermission, readPull } from "./pulls.ts";
import { commitSource } from "./source.ts";
import { writeSuggestions } from "./suggestions.ts";

/** One repository at GitHub, through the App's installation. */
export function codeHost(desk: Desk): CodeHost {
  return {
    repository: `${desk.owner}/${desk.repo}`,
    defaultBranch: () => defaultBranch(desk),
    defaultHead: () => defaultHead(desk),
    pullRequest: (number) => readPull(desk, number),
    beforeMerge: (pull) => beforeMerge(desk, pull),
    mergedSince: (instant) => mergedSince(desk, instant),
    openPullRequests: () => openPulls(desk),
    pullRequestsOf: (sha) => pullsOf(desk, sha),
    source: (sha) => commitSource(desk, sha),
    contains: (commit, ancestor) => contains(desk, commit, ancestor),
    permissionOf: (login) => readPermission(desk, login),
    comments: (number) => readComments(desk, number),
    comment: (id) => readComment(desk, id),
    writeComment: (number, body) => writeComment(desk, number, body),
    updateComment: (id, body) => updateComment(desk, id, body),
    deleteComment: (id) => deleteComment(desk, id),
    react: (comment, reaction) => react(desk, comment, reaction),
    check: (sha) => readCheck(desk, sha),
    writeCheck: (check) => writeCheck(desk, check),
    suggest: (number, sha, suggestions) => writeSuggestions(desk, { number, sha }, suggestions),
    deployment: (sha, environment, payload) => writeDeployment(desk, { sha, environment, payload }),
    writeDeploymentStatus: (deployment, status) => writeStatus(desk, deployment, status),
  };
}
