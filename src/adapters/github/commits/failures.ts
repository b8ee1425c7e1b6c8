import { GITHUB } from "../../../mistakes/github.ts";
import { GITOPS } from "../../../mistakes/gitops.ts";
import { commandLineError, type InputError, OutsideError } from "../../../ports/failure.ts";

export interface Refusal {
  readonly status: number;
  /** GitHub's own words. */
  readonly message: string;
}

/** What GitHub's no means, and who can change it. Tokens are never part of a message. */
export function failureOf({ status, message }: Refusal, repository: string, system: string): InputError | OutsideError {
  if (status === 401) return new OutsideError(system, GITHUB.tokenNotAccepted, false);
  if (status === 404) return notFound(repository, system);
  return new OutsideError(system, GITHUB.saysBesides(reasonOf(status, message, repository), message), status === 409);
}

/** `--repo` names what is not there, or what this token may not see: GitHub answers both alike. */
export function notFound(repository: string, system: string): InputError {
  return commandLineError("--repo", GITOPS.notShown(repository, system));
}

function reasonOf(status: number, message: string, repository: string): string {
  if (/archived/i.test(message)) return GITHUB.archivedForToken(repository);
  if (/saml|single sign-on/i.test(message)) return GITHUB.singleSignOn;
  if (/rule|protected branch|required status|review/i.test(message)) return GITHUB.branchRules;
  return status === 403 ? GITHUB.tokenTooWeak(repository) : GITHUB.requestRefused(status);
}
