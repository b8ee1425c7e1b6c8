import type { Octokit } from "@octokit/rest";
import { GITHUB } from "../../../mistakes/github.ts";
import { InputError, OutsideError } from "../../../ports/failure.ts";
import { failureOf } from "./failures.ts";

/** One repository at GitHub, and how to talk to it. */
export interface GitHubRepository {
  readonly octokit: Pick<Octokit, "request">;
  readonly at: { readonly owner: string; readonly repo: string };
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** `refused`: GitHub understood and said no. `lost`: nobody knows whether a write happened. */
export type Reply<Data> =
  | { readonly kind: "done"; readonly data: Data }
  | { readonly kind: "refused"; readonly status: number; readonly message: string }
  | { readonly kind: "lost"; readonly detail: string };

/** What Octokit throws, as far as it is used. The request in it carries headers and is never looked at. */
interface Thrown {
  readonly status?: number;
  readonly message?: string;
  readonly response?: {
    readonly headers?: Readonly<Record<string, string | number | undefined>>;
    readonly data?: unknown;
  };
}

const TRIES = 3;
const FIRST_PAUSE_MS = 500;
/** Longer waits are the caller's to decide. */
const LONGEST_WAIT_S = 60;

/**
 * One request. A lost answer is asked for again up to `tries` times, which is right for reads and for objects that nothing
 * points to; whoever moves a reference passes 1 and looks before writing again. What was turned away for its rate was not
 * done, so it always may be repeated.
 */
export async function ask<Data>(
  github: GitHubRepository,
  call: () => Promise<{ data: Data }>,
  tries: number = TRIES,
): Promise<Reply<Data>> {
  let lost = 0;
  for (let limited = 0; ; ) {
    const reply = await once(github, call);
    if (reply.kind === "done" || reply.kind === "refused") return reply;
    if (reply.kind === "limited") {
      limited += 1;
      if (limited >= TRIES || reply.seconds > LONGEST_WAIT_S) throw tooMany(github, reply.seconds);
      await github.wait(reply.seconds * 1000);
      continue;
    }
    lost += 1;
    if (lost >= tries) return reply;
    await github.wait(FIRST_PAUSE_MS * 2 ** lost);
  }
}

/** The data of a reply that has to be there. */
export async function get<Data>(github: GitHubRepository, call: () => Promise<{ data: Data }>): Promise<Data> {
  return dataOf(github, await ask(github, call));
}

/** Throws what went wrong, in words. */
export function dataOf<Data>(github: GitHubRepository, reply: Reply<Data>): Data {
  if (reply.kind === "done") return reply.data;
  if (reply.kind === "lost") throw new OutsideError(systemOf(github), reply.detail, true);
  throw failureOf(reply, nameOf(github), systemOf(github));
}

export const nameOf = ({ at }: GitHubRepository): string => `${at.owner}/${at.repo}`;

/** The host, for messages: github.com, or the server of a company. */
export function systemOf({ octokit }: GitHubRepository): string {
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).host : "api.github.com";
  return host === "api.github.com" ? "github.com" : host;
}

type Attempt<Data> = Reply<Data> | { readonly kind: "limited"; readonly seconds: number };

async function once<Data>(github: GitHubRepository, call: () => Promise<{ data: Data }>): Promise<Attempt<Data>> {
  try {
    return { kind: "done", data: (await call()).data };
  } catch (error) {
    if (error instanceof InputError || error instanceof OutsideError) throw error;
    return attemptOf(github, error as Thrown);
  }
}

function attemptOf(github: GitHubRepository, thrown: Thrown): Attempt<never> {
  const { status = 0, response } = thrown;
  const message = saidIn(response?.data);
  const seconds = limitIn(status, message, response?.headers ?? {});
  if (seconds !== null) return { kind: "limited", seconds };
  if (response === undefined || status >= 500 || status === 0 || status === 408) {
    const what = response === undefined ? GITHUB.brokeOff : GITHUB.answeredWith(status);
    return { kind: "lost", detail: what };
  }
  const refused = { kind: "refused", status, message } as const;
  if (status === 401 || status === 403) throw failureOf(refused, nameOf(github), systemOf(github));
  return refused;
}

/** Seconds to wait, or null where no limit was hit. GitHub names none for some secondary limits: then a minute. */
function limitIn(
  status: number,
  message: string,
  headers: Readonly<Record<string, string | number | undefined>>,
): number | null {
  if (status !== 403 && status !== 429) return null;
  const after = headers["retry-after"];
  if (after !== undefined) return Math.max(1, Number(after) || 60);
  if (headers["x-ratelimit-remaining"] === "0") return secondsUntil(Number(headers["x-ratelimit-reset"] ?? 0), headers);
  return status === 429 || /rate limit|abuse/i.test(message) ? 60 : null;
}

/** By the server's own clock, which wrote the moment of the reset. */
function secondsUntil(reset: number, headers: Readonly<Record<string, string | number | undefined>>): number {
  const now = Date.parse(String(headers["date"] ?? "")) / 1000;
  return Number.isNaN(now) ? 60 : Math.max(1, Math.ceil(reset - now));
}

const LONGEST_SAID = 300;

/** GitHub's own words, without what a screen would not show. */
function saidIn(data: unknown): string {
  if (data === null || typeof data !== "object" || !("message" in data)) return "no message";
  return String(data.message).replaceAll(/\p{C}/gu, " ").slice(0, LONGEST_SAID);
}

function tooMany(github: GitHubRepository, seconds: number): OutsideError {
  return new OutsideError(systemOf(github), GITHUB.tooManyRequests(seconds), true);
}
