import { GITOPS } from "../../../mistakes/gitops.ts";
import { commandLineError, type InputError, OutsideError } from "../../../ports/failure.ts";

export interface Refusal {
  readonly status: number;
  /** GitHub's own words. */
  readonly message: string;
}

/** What GitHub's no means, and who can change it. Tokens are never part of a message. */
export function failureOf({ status, message }: Refusal, repository: string, system: string): InputError | OutsideError {
  if (status === 401) {
    const what = "the token was not accepted (401): it is wrong, revoked or expired. Set GH_TOKEN or GITHUB_TOKEN anew";
    return new OutsideError(system, what, false);
  }
  if (status === 404) return notFound(repository, system);
  return new OutsideError(system, `${reasonOf(status, message, repository)}. GitHub says: ${message}`, status === 409);
}

/** `--repo` names what is not there, or what this token may not see: GitHub answers both alike. */
export function notFound(repository: string, system: string): InputError {
  return commandLineError("--repo", GITOPS.notShown(repository, system));
}

function reasonOf(status: number, message: string, repository: string): string {
  if (/archived/i.test(message)) return `${repository} is archived; its owner has to unarchive it first`;
  if (/saml|single sign-on/i.test(message)) return "the organisation wants the token authorised for single sign-on";
  if (/rule|protected branch|required status|review/i.test(message)) {
    return "rules of the branch refuse the commit; allow this author there, or set gitops.mode: pull-request";
  }
  if (status === 403)
    return `the token may not do this in ${repository}; it needs Contents: read and write, and Pull requests: read and write where it opens them`;
  return `the request was refused (${status})`;
}
