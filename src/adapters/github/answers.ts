import { GITHUB } from "../../mistakes/github.ts";
import type { HostRefusal } from "../../ports/code-host.ts";
import { LimitedError, OutsideError } from "../../ports/failure.ts";

/** How one request to GitHub went. */
export type GitHubAnswer =
  | { readonly kind: "ok"; readonly body: unknown; readonly link: string | null }
  | { readonly kind: "absent" }
  | HostRefusal
  /** Not carried out; asking again after a while is safe, writes included. */
  | { readonly kind: "limited"; readonly afterSeconds: number; readonly what: string }
  /** Nobody knows whether it was carried out. */
  | { readonly kind: "unclear"; readonly what: string }
  /** `date`: GitHub's time, as its answer has it. */
  | { readonly kind: "unauthorized"; readonly what: string; readonly date: string | null };

/** GitHub's own advice where it names no time. */
const SECONDARY_LIMIT_SECONDS = 60;

interface RequestFailure {
  readonly status: number;
  readonly message: string;
  readonly response?: { readonly headers?: Readonly<Record<string, string | undefined>> };
}

/** Sorts what Octokit throws. */
export function answerOf(error: unknown, now: number): GitHubAnswer {
  const { status, message, response } = error as RequestFailure;
  if (typeof status !== "number" || response === undefined) return { kind: "unclear", what: reasonOf(error) };
  const what = message.slice(0, 300);
  if (isLimited(status, what, response.headers ?? {})) {
    return { kind: "limited", afterSeconds: waitOf(response.headers ?? {}, now), what };
  }
  if (status === 401) return { kind: "unauthorized", what, date: response.headers?.["date"] ?? null };
  if (status === 404 || status === 410) return { kind: "absent" };
  if (status >= 500 || status === 408) return { kind: "unclear", what: GITHUB.answers(status) };
  return refusalOf(status, what);
}

function isLimited(status: number, what: string, headers: Readonly<Record<string, string | undefined>>): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  const isSpent = headers["x-ratelimit-remaining"] === "0";
  return isSpent || headers["retry-after"] !== undefined || /rate limit|abuse/i.test(what);
}

function waitOf(headers: Readonly<Record<string, string | undefined>>, now: number): number {
  const asked = Number(headers["retry-after"]);
  if (Number.isFinite(asked) && asked >= 0) return asked;
  const resets = headers["x-ratelimit-remaining"] === "0" ? Number(headers["x-ratelimit-reset"]) : Number.NaN;
  if (Number.isFinite(resets)) return Math.max(1, resets - now / 1000 + 1);
  return SECONDARY_LIMIT_SECONDS;
}

function refusalOf(status: number, what: string): HostRefusal {
  if (/archived/i.test(what)) {
    return { kind: "archived", detail: what, ...GITHUB.archived };
  }
  if (/locked/i.test(what)) {
    return { kind: "locked", detail: what, ...GITHUB.locked };
  }
  if (status === 403) {
    return { kind: "permission", detail: what, ...GITHUB.notPermitted };
  }
  return { kind: "invalid", detail: what, ...GITHUB.notUnderstood };
}

/** What GitHub says about a token of another time. */
export const isOfAnotherTime = (what: string): boolean => /'(?:Issued at|Expiration time)' claim/.test(what);

export const gone: HostRefusal = { kind: "gone", detail: GITHUB.gone.found, advice: GITHUB.gone.advice };

export type Failure = Exclude<GitHubAnswer, { kind: "ok" | "absent" }>;

/** What may not be read, however often it is asked for. */
export class RefusedRead extends OutsideError {
  readonly refusal: HostRefusal;
  constructor(refusal: HostRefusal) {
    super("GitHub", GITHUB.refused(refusal.detail.replace(/\.+$/, ""), refusal.advice), false);
    this.name = "RefusedRead";
    this.refusal = refusal;
  }
}

/** Undefined where the answer is no for good; what may go better later is thrown. */
export async function unlessRefused<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof OutsideError && !error.retryable) return undefined;
    throw error;
  }
}

/** What a read, or a write that was tried often enough, ends with. */
export function failureOf(answer: Failure, tokenRefused = GITHUB.tokenRefused): OutsideError {
  switch (answer.kind) {
    case "limited":
      return limitedFor(answer.afterSeconds, answer.what);
    case "unclear":
      return new OutsideError("GitHub", answer.what, true);
    case "unauthorized":
      return new OutsideError(
        "GitHub",
        (isOfAnotherTime(answer.what) ? GITHUB.otherTime : tokenRefused)(answer.what),
        false,
      );
    default:
      return new RefusedRead(answer);
  }
}

function limitedFor(afterSeconds: number, what: string): LimitedError {
  const seconds = Math.ceil(afterSeconds);
  return new LimitedError("GitHub", GITHUB.limited(seconds, what), seconds);
}

/** The innermost cause: around it there are words such as "fetch failed" only. */
const reasonOf = (error: unknown): string => {
  let cause = error;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  return GITHUB.unreachable(cause instanceof Error ? cause.message || cause.name : String(cause)).slice(0, 300);
};
