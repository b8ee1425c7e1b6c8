import { Octokit } from "@octokit/rest";
import { commandLineError } from "../../../ports/failure.ts";
import type { Tokens } from "../api.ts";

/** A server that says nothing for so long counts as lost. */
const SILENCE_MS = 30_000;

/**
 * GitHub with the token of the environment: GH_TOKEN, else GITHUB_TOKEN, as the `gh` program reads them. Another server than
 * github.com: GITHUB_API_URL, as in Actions, or GHE_HOST and GHE_PROTOCOL, as the App has them.
 */
export function connectGitHub(environment: Readonly<Record<string, string | undefined>>): Octokit {
  const auth = environment["GH_TOKEN"] || environment["GITHUB_TOKEN"];
  if (auth === undefined || auth === "") throw noToken();
  return new Octokit({
    auth,
    baseUrl: addressOf(environment),
    userAgent: "loadline",
    log: SILENT,
    request: { fetch: withTimeout },
  });
}

/** The same with tokens that somebody else provides, one kind for looking and one for writing. */
export function octokitFor(
  { baseUrl, userAgent }: { readonly baseUrl: string; readonly userAgent: string },
  tokens: Tokens,
): Octokit {
  const octokit = new Octokit({ baseUrl, userAgent, log: SILENT, request: { fetch: withTimeout } });
  octokit.hook.before("request", async (options) => {
    const token = await (options.method === "GET" ? tokens.read() : tokens.write());
    options.headers = { ...options.headers, authorization: `Bearer ${token}` };
  });
  return octokit;
}

const ignore = (): void => undefined;
/** Deprecations and failures are not the user's to read on a console; failures come as values. */
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const withTimeout = (url: string, options: RequestInit): Promise<Response> =>
  fetch(url, { ...options, signal: AbortSignal.timeout(SILENCE_MS) });

function addressOf(environment: Readonly<Record<string, string | undefined>>): string {
  const { GITHUB_API_URL: url, GHE_HOST: host, GHE_PROTOCOL: protocol } = environment;
  const [name, address] = url
    ? ["GITHUB_API_URL", url]
    : ["GHE_HOST", host ? `${protocol || "https"}://${host}/api/v3` : "https://api.github.com"];
  const parsed = URL.canParse(address) ? new URL(address) : null;
  const isPlain =
    parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === "" && parsed.search === "";
  if (isPlain) return address.replace(/\/+$/, "");
  throw commandLineError(name, {
    found: "an environment variable that is no plain http(s) address",
    wanted:
      name === "GHE_HOST" ? "a host name, such as github.example.com" : "an address such as https://api.github.com",
    advice: "Tokens belong in GH_TOKEN, never in an address.",
  });
}

function noToken(): Error {
  return commandLineError("GH_TOKEN", {
    found: "no GH_TOKEN or GITHUB_TOKEN in the environment",
    wanted: "a token that may read and write the contents of the GitOps repository",
    advice: "For example GH_TOKEN=$(gh auth token) loadline commit …; or clone it and pass the clone's path.",
  });
}
