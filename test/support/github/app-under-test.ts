import pino from "pino";
import { gitHubApp } from "../../../src/adapters/github/app.ts";
import { readCredentials } from "../../../src/adapters/github/credentials.ts";
import { processTurns } from "../../../src/adapters/store/in-process.ts";
import type { CodeHost } from "../../../src/ports/code-host.ts";
import type { GitHubApp } from "../../../src/ports/github-app.ts";
import type { RepositoryName } from "../../../src/ports/pull-request.ts";
import type { GitHubDouble } from "./double.ts";
import { findings } from "./openapi.ts";

export interface AppUnderTest {
  readonly app: GitHubApp;
  /** How long it would have waited, in milliseconds: nothing really waits. */
  readonly waits: number[];
  host(name?: RepositoryName): Promise<CodeHost>;
}

/** The real adapter against the double; its clock moves by what it waits, and may be ahead of GitHub's. */
export function appAgainst(
  github: GitHubDouble,
  { aheadMs = 0, accounts = null }: { aheadMs?: number; accounts?: ReadonlySet<string> | null } = {},
): AppUnderTest {
  const waits: number[] = [];
  let ahead = aheadMs;
  const now = (): number => Date.now() + ahead;
  const app = gitHubApp({
    credentials: readCredentials(github.environment),
    log: pino({ level: "silent" }),
    version: "0.0.0",
    accounts,
    now,
    turns: processTurns(now),
    wait: async (milliseconds) => {
      waits.push(milliseconds);
      ahead += milliseconds;
    },
  });
  return {
    app,
    waits,
    host: async (name = "acme/serving") => {
      const host = await app.hosts.repository(name);
      if (host === null) throw new Error(`the App is not installed on ${name}`);
      return host;
    },
  };
}

/** What GitHub's description says against everything the App asked. */
export const findingsOfApp = (github: GitHubDouble): readonly string[] => [
  ...new Set(
    github.exchanges
      .filter(({ call }) => call.headers["user-agent"]?.startsWith("loadline/") || call.token?.startsWith("ghs_"))
      .flatMap((exchange) => findings(exchange)),
  ),
];
