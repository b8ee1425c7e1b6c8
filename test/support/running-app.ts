import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "../../src/adapters/http/serve.ts";
import { openStore } from "../../src/adapters/store/open-store.ts";
import { readSettings } from "../../src/app/environment.ts";
import { openLog } from "../../src/app/log.ts";
import type { Perform } from "../../src/app/perform.ts";
import { serveApp } from "../../src/app/serve.ts";
import type { AppStore } from "../../src/ports/app-store.ts";
import { secretsOf } from "../../src/ports/environment.ts";
import { appAgainst } from "./github/app-under-test.ts";
import type { GitHubDouble } from "./github/double.ts";
import { signed } from "./github/relay.ts";

export interface RunningApp {
  readonly url: string;
  readonly store: AppStore;
  readonly log: string[];
  /** Posts a webhook as GitHub would; `headers` replace its own. */
  webhook(event: string, payload: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

export const TOKENS = { LOADLINE_ARGOCD_TOKEN: "the token of Argo CD", LOADLINE_REPORTS_TOKEN: "the token of reports" };

/** The App in this process: real server, real database, the double as its GitHub, and work as the test performs it. */
export async function runApp(github: GitHubDouble, perform: Perform): Promise<RunningApp> {
  const folder = await mkdtemp(join(tmpdir(), "loadline-app-"));
  const environment = { ...github.environment, ...TOKENS, HOST: "127.0.0.1", PORT: "0", LOADLINE_DATA_DIR: folder };
  const log: string[] = [];
  const store = await openStore({ url: null, folder, warn: (line) => void log.push(line) });
  const running = await serveApp({
    settings: readSettings(environment),
    github: appAgainst(github).app,
    store,
    listen,
    log: openLog(secretsOf(environment, "log"), (line) => void log.push(line)),
    perform,
    version: "0.0.0",
    now: () => new Date(),
  });
  const url = `http://127.0.0.1:${running.port}`;
  let delivered = 0;
  github.deliverTo(`${url}/api/github/webhooks`);
  return {
    url,
    store,
    log,
    webhook: (event, payload, headers = {}) => {
      const body = typeof payload === "string" ? payload : JSON.stringify(payload);
      delivered += 1;
      const own = {
        "content-type": "application/json",
        "x-github-event": event,
        "x-github-delivery": `delivery-${delivered}`,
        "x-hub-signature-256": signed(github.secret, body),
      };
      return fetch(`${url}/api/github/webhooks`, { method: "POST", body, headers: { ...own, ...headers } });
    },
    close: async () => {
      github.deliverTo(null);
      await running.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
