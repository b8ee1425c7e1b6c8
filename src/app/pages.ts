import type { AppStore } from "../ports/app-store.ts";
import type { GitHubApp } from "../ports/github-app.ts";
import type { HttpAnswer, HttpRequest } from "../ports/http.ts";
import { hearArgoCd } from "./argocd-events.ts";
import type { AppSettings } from "./environment.ts";
import type { Metrics } from "./metrics.ts";
import { overviewPage } from "./overview.ts";
import { PAGE, PLAIN, type Route, refuse } from "./routes.ts";
import { isAllowed } from "./secrets.ts";

export interface PagesDesk {
  readonly github: GitHubApp;
  readonly store: AppStore;
  readonly metrics: Metrics;
  readonly settings: AppSettings;
  readonly version: string;
  readonly webhook: (request: HttpRequest) => Promise<HttpAnswer>;
  /** False once the process is on its way out. */
  readonly isTaking: () => boolean;
}

/** Every address there is; anything else is a 404. */
export function routesOf(desk: PagesDesk): readonly Route[] {
  const { store, metrics, settings } = desk;
  const argoCd = { store, token: settings.argoCdToken };
  return [
    { method: "POST", path: "/api/github/webhooks", answer: desk.webhook },
    { method: "POST", path: "/api/argocd/events", answer: (request) => hearArgoCd(request, argoCd) },
    { method: "GET", path: "/healthz", answer: async () => plain("ok\n") },
    { method: "GET", path: "/readyz", answer: () => ready(desk) },
    {
      method: "GET",
      path: "/metrics",
      answer: async () => ({
        status: 200,
        headers: { ...PLAIN, "content-type": metrics.registry.contentType },
        text: await metrics.registry.metrics(),
      }),
    },
    { method: "GET", path: "/reports/{id}", answer: (_, id) => showReport(store, id) },
    { method: "GET", path: "/", answer: (request) => overview(desk, request) },
  ];
}

const plain = (text: string): HttpAnswer => ({ status: 200, headers: PLAIN, text });

/** Queue and GitHub, each asked now; says which one is missing, to probes of the operator. */
async function ready({ store, github, isTaking }: PagesDesk): Promise<HttpAnswer> {
  const asked = await Promise.all([
    store.check().then(
      () => null,
      () => "queue",
    ),
    github.check().then(
      () => null,
      () => "github",
    ),
  ]);
  const missing = [...asked.filter((name) => name !== null), ...(isTaking() ? [] : ["draining"])];
  if (missing.length === 0) return plain("ok\n");
  return { status: 503, headers: PLAIN, text: `${missing.join("\n")}\n` };
}

async function showReport(store: AppStore, id: string): Promise<HttpAnswer> {
  const html = await store.reports.get(id);
  return html === null ? refuse(404) : { status: 200, headers: PAGE, text: html };
}

async function overview({ store, settings, version }: PagesDesk, request: HttpRequest): Promise<HttpAnswer> {
  if (!isAllowed(request.headers["authorization"], settings.reportsToken)) {
    return refuse(401, { "www-authenticate": 'Basic realm="loadline", charset="UTF-8"' });
  }
  return { status: 200, headers: PAGE, text: await overviewPage(store, version) };
}
