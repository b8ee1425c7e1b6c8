import { FAILED_WORK } from "../../mistakes/failed-work.ts";
import type { Attempt } from "../../ports/app-store.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import { OutsideError } from "../../ports/failure.ts";
import { code, plain, visible } from "../../report/index.ts";

/** A try at a piece of work that went wrong. */
export interface Failing {
  readonly error: unknown;
  readonly attempt: Attempt;
}

/** Work that nobody brings back. */
export const ONLY_ATTEMPT: Attempt = { id: null, number: 1, againInSeconds: null };

/** So many attempts fail without a comment: most of what fails is over by then. */
const QUIET_ATTEMPTS = 2;

export const isStillQuiet = ({ attempt }: Failing): boolean => attempt.number <= QUIET_ATTEMPTS;

/** Whether this was the last try: there is none left, or none would help. */
export const isGivenUp = (failing: Failing): boolean => failing.attempt.againInSeconds === null || !mayPass(failing);

/** Whether the same may go well later without anybody's doing. */
export const mayPass = ({ error }: Failing): boolean => !(error instanceof OutsideError) || error.retryable;

/** What a check is called that waits for a system. */
export const waitingTitle = ({ error }: Failing): string =>
  error instanceof OutsideError ? FAILED_WORK.waitingFor(visible(error.system, 80)) : FAILED_WORK.waitingAfterError;

/** Of these only the operators know more: what they say is about files and servers of theirs. */
const OWN_SYSTEMS = ["database", "disk", "git", "network", "operating system", "templates"];

/** What went wrong, and whose that is, in Markdown. Of a bug nothing is told but where to find it. */
export function reasonOf({ error, attempt }: Failing): string {
  const log = attempt.id === null ? FAILED_WORK.ownLog : FAILED_WORK.logUnder(code(attempt.id));
  if (!(error instanceof OutsideError)) return FAILED_WORK.ownError(log);
  const system = plain(error.system, 80);
  if (OWN_SYSTEMS.includes(error.system)) return FAILED_WORK.ownSystem(system, log);
  const reason = plain(withoutAddresses(error.reason), 400);
  return error.retryable
    ? FAILED_WORK.outage(system, reason)
    : `${FAILED_WORK.refusal(system, reason)} ${FAILED_WORK.refusalLog(log)}`;
}

const ADDRESSES = [
  /\b(?:Host|DNS):\s*\S+/g,
  /[\w*-]+(?:\.[\w-]+)+\.[a-z]{2,}\b\.?/gi,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s"')]+/gi,
  /(?<=\b(?:ENOTFOUND|EAI_AGAIN) )\S+/g,
  /(?<![\w.:])\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?/g,
  /(?<![\w:])[0-9a-f:]*::[0-9a-f:.]+/gi,
  /\b[a-z][\w-]*(?:\.[\w-]+)*:\d{2,5}\b/gi,
];

/** Where operators keep their servers is theirs to tell. */
const withoutAddresses = (text: string): string =>
  ADDRESSES.reduce((left, address) => left.replace(address, "(its address)"), text.replace(/<[\s\S]*$/, "…"));

/** When it is tried again, for a check that is written anew each time. */
export function nextAttempt({ world }: Pick<AppWorld, "world">, { attempt }: Failing): string {
  const at = world.clock.now().getTime() + 1000 * (attempt.againInSeconds ?? 0);
  return FAILED_WORK.nextAttempt(attempt.number, new Date(at + 59_999).toISOString().slice(11, 16));
}

/** `asking`: what has it done again. */
export function givenUp(failing: Failing, { asking, isSwept }: { asking: string; isSwept: boolean }): string {
  const { attempt } = failing;
  const sentences = [FAILED_WORK.givenUp(mayPass(failing) ? attempt.number : 1), asking];
  if (isSwept && attempt.id !== null && mayPass(failing)) sentences.push(FAILED_WORK.looksAgain);
  return sentences.join(" ");
}

/** Says what can be said. Where GitHub itself fails or refuses, what went wrong before matters more. */
export async function sayIfPossible(say: () => Promise<unknown>): Promise<void> {
  try {
    await say();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
  }
}
