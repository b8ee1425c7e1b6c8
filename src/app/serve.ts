import type { Logger } from "pino";
import type { AppStore } from "../ports/app-store.ts";
import type { GitHubApp } from "../ports/github-app.ts";
import type { HttpServer, Listen } from "../ports/http.ts";
import type { AppSettings } from "./environment.ts";
import { openMetrics } from "./metrics.ts";
import { routesOf } from "./pages.ts";
import { type Perform, working } from "./perform.ts";
import { dispatch } from "./routes.ts";
import { openWebhooks } from "./webhooks.ts";

export interface AppDesk {
  readonly settings: AppSettings;
  readonly github: GitHubApp;
  readonly store: AppStore;
  readonly listen: Listen;
  readonly log: Logger;
  readonly perform: Perform;
  readonly version: string;
  readonly now: () => Date;
}

export interface Running {
  /** Null: a worker, which listens to nothing. */
  readonly port: number | null;
  /** Takes no more, ends or hands back what runs. */
  stop(): Promise<void>;
}

const SWEEP_EVERY_MS = 300_000;
/** Kubernetes gives a pod thirty seconds. */
const DRAIN_SECONDS = 20;

/** So many requests until HTTP is compiled. */
const REHEARSALS = 100;

/** The App in one process: hears webhooks and works. */
export async function serveApp(desk: AppDesk): Promise<Running> {
  const { github, store, settings, version, log } = desk;
  const metrics = openMetrics(store);
  let isTaking = true;
  const webhook = await openWebhooks({ github, store, metrics, accounts: settings.accounts });
  const routes = routesOf({ github, store, metrics, settings, version, webhook, isTaking: () => isTaking });
  const server = await desk.listen({
    host: settings.host,
    port: settings.port,
    rehearsals: REHEARSALS,
    answer: async (request) => {
      try {
        return await dispatch(routes, request);
      } catch (error) {
        log.error({ err: error, method: request.method, path: request.path }, "request failed");
        return { status: 500 };
      }
    },
  });
  try {
    return await startWorking(desk, metrics, { server, turnAway: () => (isTaking = false) });
  } catch (error) {
    await server.close();
    throw error;
  }
}

/** A process that only works, on a database that others fill. */
export const workForApp = (desk: AppDesk): Promise<Running> => startWorking(desk, openMetrics(desk.store), null);

interface Door {
  readonly server: HttpServer;
  readonly turnAway: () => void;
}

async function startWorking(
  desk: AppDesk,
  metrics: ReturnType<typeof openMetrics>,
  door: Door | null,
): Promise<Running> {
  const { store, settings, log, perform } = desk;
  const sweep = (): void => {
    store.queue.add([{ kind: "sweep" }]).catch((error: unknown) => log.error({ err: error }, "cannot queue the sweep"));
  };
  // Whoever the App is, is asked once; without an answer its own events are told by nothing and looked at in vain.
  void desk.github.check().catch((error: unknown) => log.error({ err: error }, "GitHub does not know the App"));
  await store.work({ ...working({ ...desk, metrics }, perform), concurrency: settings.concurrency });
  sweep();
  const timer = setInterval(sweep, SWEEP_EVERY_MS);
  return {
    port: door?.server.port ?? null,
    stop: async () => {
      clearInterval(timer);
      door?.turnAway();
      await door?.server.close();
      await store.close(DRAIN_SECONDS);
      log.info("stopped");
    },
  };
}
