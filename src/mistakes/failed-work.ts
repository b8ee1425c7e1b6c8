/** What a pull request is told of work that cannot be done because something outside, or loadline itself, fails. Texts come as Markdown. */
export const FAILED_WORK = {
  /** Titles of a check. */
  waitingFor: (system: string): string => `Waiting for ${system}`,
  waitingAfterError: "Trying again after an error in loadline",
  noForecast: "no forecast could be made",
  /** What fails, and whose that is. */
  outage: (system: string, reason: string): string =>
    `${system}: ${reason}. That is no mistake of this change; it is for whoever runs ${system}.`,
  refusal: (system: string, reason: string): string => `${system}: ${reason}.`,
  refusalLog: (log: string): string => `If that is not yours to mend: the operators of loadline find it in ${log}.`,
  ownSystem: (system: string, log: string): string =>
    `Something that loadline stands on failed (${system}). That is no mistake of this change; the operators of loadline find the reason in ${log}.`,
  ownError: (log: string): string =>
    `An error in loadline. That is no mistake of this change; its operators find it in ${log}.`,
  ownLog: "the log of this run",
  logUnder: (id: string): string => `the log under ${id}`,
  /** What happens next. `at` is a time of day. */
  nextAttempt: (attempt: number, at: string): string =>
    `Attempt ${attempt} failed; it is tried again at about ${at} UTC.`,
  triedAgain: "It is tried again by itself, for some ten minutes.",
  givenUp: (attempts: number): string =>
    attempts === 1 ? "It is not tried again by itself." : `It was given up after ${attempts} attempts.`,
  looksAgain: "loadline looks again from time to time.",
  /** What has it done again. */
  askReview: "To have it tried again, push, or write `/loadline plan`.",
  askRun: "To have it tried again, push, or run the workflow again.",
  askCheck: "To have it tried again, re-run this check.",
  askGroup: "To have it tried again, put the pull request into the merge queue once more.",
  askCommand: "To have it tried again, write the command in a new comment.",
  askDeployment: "To have it tried again, write `/loadline plan` here.",
  /** Where only one of the two may be written, it says so of the other. */
  noCheck: (reason: string): string => `The check of this commit could not be written: GitHub ${reason}.`,
  noComment: (reason: string): string => `The comment on the pull request could not be written: GitHub ${reason}.`,
} as const;
