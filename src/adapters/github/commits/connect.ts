import { Octokit } from "@octokit/rest";
import { ENVIRONMENT } from "../../../mistakes/environment.ts";
import { environmentError } from "../../../ports/environment.ts";
import { addressOf } from "../address.ts";
import type { ApiSettings, Tokens } from "../api.ts";

/** A server that says nothing for so long counts as lost. */
const SILENCE_MS = 30_000;

/**
 * GitHub with the token of the environment: GH_TOKEN, else GITHUB_TOKEN, as the `gh` program reads them. Another server than
 * github.com: GITHUB_API_URL, as in Actions, or GHE_HOST and GHE_PROTOCOL, as the App has them.
 */
export function connectGitHub(environment: Readonly<Record<string, string | undefined>>): Octokit {
  const auth = environment["GH_TOKEN"] || environment["GITHUB_TOKEN"];
  if (auth === undefined || auth === "") {
    throw environmentError("GH_TOKEN", ENVIRONMENT.noGitHubToken);
  }
  return new Octokit({
    auth,
    baseUrl: addressOf(environment),
    userAgent: "loadline",
    log: SILENT,
    request: { fetch: withTimeout },
  });
}

/** The same with tokens that somebody else provides, one kind for looking and one for writing, at the pace of all other requests. */
export function octokitFor({ baseUrl, userAgent, pace }: Omit<ApiSettings, "now">, tokens: Tokens): Octokit {
  const octokit = new Octokit({ baseUrl, userAgent, log: SILENT, request: { fetch: withTimeout } });
  const kindOf = ({ method }: { readonly method: string }) => (method === "GET" ? "read" : "write");
  octokit.hook.before("request", async (options) => {
    options.headers = { ...options.headers, authorization: `Bearer ${await tokens[kindOf(options)]()}` };
  });
  octokit.hook.wrap("request", (request, options) => pace.turn(kindOf(options), async () => request(options)));
  return octokit;
}

const ignore = (): void => undefined;
/** Deprecations and failures are not the user's to read on a console; failures come as values. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const withTimeout = (url: string, options: RequestInit): Promise<Response> =>
  fetch(url, { ...options, signal: AbortSignal.timeout(SILENCE_MS) });
