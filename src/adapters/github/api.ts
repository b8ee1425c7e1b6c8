import { Octokit } from "@octokit/rest";
import type { HostRefusal } from "../../ports/code-host.ts";
import { OutsideError } from "../../ports/failure.ts";
import { answerOf, type Failure, failureOf, type GitHubAnswer, gone } from "./answers.ts";
import type { Pace } from "./pace.ts";

/** Requests to one GitHub under tokens that somebody else provides. */
export interface Api {
  /** Null where there is nothing (404, 410). Throws `OutsideError`. */
  get<Body>(route: string, parameters?: Parameters): Promise<Body | null>;
  /** Every page of a list. `pick` finds it in an answer that is no bare list. */
  all<Item>(
    route: string,
    parameters?: Parameters,
    pick?: (body: unknown) => readonly Item[],
  ): Promise<readonly Item[]>;
  /** A list page by page, for whoever need not see its end. */
  pages<Item>(route: string, parameters?: Parameters): AsyncIterable<readonly Item[]>;
  /** A POST that changes nothing anybody sees: it asks for a token. Null where there is nothing. */
  request<Body>(route: string, parameters: Parameters): Promise<Body | null>;
  /**
   * Writes. Where the answer is lost, `find` looks whether it went through before it is tried again; without `find`, writing
   * twice does no harm.
   */
  write<Body>(route: string, parameters: Parameters, find?: () => Promise<Body | null>): Promise<Sent<Body>>;
}

export type Parameters = Readonly<Record<string, unknown>>;

export type Sent<Body> = { readonly kind: "sent"; readonly body: Body } | HostRefusal;

export interface ApiSettings {
  readonly baseUrl: string;
  readonly pace: Pace;
  readonly now: () => number;
  /** The App's name and version. */
  readonly userAgent: string;
  /** What to say of a token that GitHub does not take; left out: the App's. */
  readonly tokenRefused?: (what: string) => string;
}

/** What may be read of, and written with: tokens of one kind each. */
export interface Tokens {
  read(): Promise<string>;
  write(): Promise<string>;
  /** Whether the next token will be a better one than what GitHub refused in these words. */
  mend?(refused: { readonly what: string; readonly date: string | null }): boolean;
}

const ATTEMPTS = 4;
const MOST_PAGES = 100;
/** Silence for so long is no answer. */
const PATIENCE_MS = 20_000;
const API_VERSION = "2022-11-28";

export function openApi(settings: ApiSettings, tokens: Tokens): Api {
  const once = asker(settings, tokens);
  const failed = (answer: Failure): OutsideError => failureOf(answer, settings.tokenRefused);
  const read = (route: string, parameters: Parameters): Promise<GitHubAnswer> =>
    patiently(settings.pace, () => once("read", route, parameters));
  const ask = async <Body>(route: string, parameters: Parameters = {}): Promise<Body | null> => {
    const answer = await read(route, parameters);
    if (answer.kind === "ok") return answer.body as Body;
    if (answer.kind === "absent") return null;
    throw failed(answer);
  };
  return {
    get: ask,
    request: ask,
    all: async <Item>(
      route: string,
      parameters: Parameters = {},
      pick = (body: unknown) => body as readonly Item[],
    ) => {
      const items: Item[] = [];
      for await (const body of pagesOf((at) => read(route, { ...parameters, ...at }), failed))
        items.push(...pick(body));
      return items;
    },
    pages: <Item>(route: string, parameters: Parameters = {}) =>
      pagesOf((at) => read(route, { ...parameters, ...at }), failed) as AsyncIterable<readonly Item[]>,
    write: async <Body>(route: string, parameters: Parameters, find?: () => Promise<Body | null>) => {
      const answer = await writeOnce(settings.pace, () => once("write", route, parameters), find);
      if (answer.kind === "ok") return { kind: "sent", body: answer.body as Body };
      if (answer.kind === "absent") return gone;
      if (answer.kind === "limited" || answer.kind === "unclear" || answer.kind === "unauthorized")
        throw failed(answer);
      return answer;
    },
  };
}

/** The bodies of a list's pages. Most lists have numbers for them; where there are cursors, GitHub says the next one. */
async function* pagesOf(
  read: (at: Parameters) => Promise<GitHubAnswer>,
  failed: (answer: Failure) => OutsideError,
): AsyncIterable<unknown> {
  let at: Parameters = {};
  for (let page = 1; page <= MOST_PAGES; page++) {
    const answer = await read({ ...at, per_page: 100 });
    if (answer.kind === "absent") return;
    if (answer.kind !== "ok") throw failed(answer);
    yield answer.body;
    const next = /<([^>]+)>;\s*rel="next"/.exec(answer.link ?? "")?.[1];
    if (next === undefined) return;
    const cursor = URL.parse(next)?.searchParams.get("cursor") ?? null;
    at = cursor === null ? { page: page + 1 } : { cursor };
  }
}

type Kind = "read" | "write";
type Once = (kind: Kind, route: string, parameters: Parameters) => Promise<GitHubAnswer>;

/** Asks once, or twice where the first token could be mended. */
function asker(settings: ApiSettings, tokens: Tokens): Once {
  const once = plainAsker(settings, tokens);
  return async (kind, route, parameters) => {
    const answer = await once(kind, route, parameters);
    const isMended = answer.kind === "unauthorized" && tokens.mend?.(answer) === true;
    return isMended ? once(kind, route, parameters) : answer;
  };
}

/** Asks when it is time to. */
function plainAsker(settings: ApiSettings, tokens: Tokens): Once {
  const octokit = new Octokit({ baseUrl: settings.baseUrl, userAgent: settings.userAgent, log: SILENT });
  return async (kind, route, parameters) => {
    try {
      const headers = { authorization: `Bearer ${await tokens[kind]()}`, "x-github-api-version": API_VERSION };
      const request = { signal: AbortSignal.timeout(PATIENCE_MS) };
      const { data, headers: answered } = await settings.pace.turn(kind, () =>
        octokit.request(route, { ...parameters, headers, request }),
      );
      return { kind: "ok", body: data, link: answered.link ?? null };
    } catch (error) {
      // Nothing was asked: there is no token, or it is no time to ask.
      if (error instanceof OutsideError) throw error;
      return answerOf(error, settings.now());
    }
  };
}

/** Asks again while that may help. */
async function patiently(pace: Pace, ask: () => Promise<GitHubAnswer>): Promise<GitHubAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    if (answer.kind !== "limited" && answer.kind !== "unclear") return answer;
    if (attempt === ATTEMPTS || !(await pace.rest(answer, attempt))) return answer;
  }
}

async function writeOnce<Body>(
  pace: Pace,
  ask: () => Promise<GitHubAnswer>,
  find?: () => Promise<Body | null>,
): Promise<GitHubAnswer> {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    if (answer.kind !== "limited" && answer.kind !== "unclear") return answer;
    if (attempt === ATTEMPTS || !(await pace.rest(answer, attempt))) return answer;
    const found = answer.kind === "unclear" && find !== undefined ? await find() : null;
    if (found !== null) return { kind: "ok", body: found, link: null };
  }
}

const silence = (): void => undefined;
/** What goes wrong is told by whoever asked; Octokit's own lines would say it twice. */
const SILENT = { debug: silence, info: silence, warn: silence, error: silence };
