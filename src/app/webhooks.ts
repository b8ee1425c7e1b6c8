import { createHash } from "node:crypto";
import type { AppStore } from "../ports/app-store.ts";
import type { GitHubApp } from "../ports/github-app.ts";
import type { HttpAnswer, HttpRequest } from "../ports/http.ts";
import type { Work } from "../ports/work-queue.ts";
import loadline, { EVENTS } from "./index.ts";
import type { Metrics } from "./metrics.ts";
import { PLAIN, refuse } from "./routes.ts";

/** GitHub sends at most 25 MB. */
const MOST_BYTES = 26 * 2 ** 20;

export interface WebhookDesk {
  readonly github: GitHubApp;
  readonly store: AppStore;
  readonly metrics: Metrics;
  /** Logins whose repositories are served; null: everybody's who installed the App. */
  readonly accounts: ReadonlySet<string> | null;
}

/** Size, then signature, then the rest. Acknowledged once what there is to do is on disk. */
export async function openWebhooks(desk: WebhookDesk): Promise<(request: HttpRequest) => Promise<HttpAnswer>> {
  const hear = await openHearing(desk);
  await rehearse(desk.github);
  return async (request) => {
    const signature = request.headers["x-hub-signature-256"];
    const body = await request.body(MOST_BYTES);
    if (body.kind === "tooLarge") return refuse(413);
    if (body.kind === "brokenOff") return refuse(408);
    const text = Buffer.from(body.bytes).toString("utf8");
    if (signature === undefined || !(await desk.github.isSigned(text, signature))) {
      desk.metrics.webhooks.inc({ event: "unsigned", outcome: "refused" });
      return refuse(401);
    }
    const payload = parsed(text);
    const event = request.headers["x-github-event"];
    if (payload === null || event === undefined) return refuse(400);
    const outcome = await hear({ event, payload, id: idOf(request, body.bytes) });
    desk.metrics.webhooks.inc({ event: EVENTS.has(event) ? event : "other", outcome });
    return { status: 202, headers: PLAIN, text: "" };
  };
}

/** So many webhooks until what hears them is compiled. */
const REHEARSALS = 200;

/** Whoever has just started compiles while it hears, and keeps GitHub waiting. What nobody sent is heard first, and comes to nothing:
 *  it is not signed, and its work is not taken. */
async function rehearse(github: GitHubApp): Promise<void> {
  const repository = { full_name: "loadline/rehearsal", owner: { login: "loadline" } };
  const about = { action: "synchronize", number: 1, pull_request: { number: 1 }, installation: { id: 1 } };
  const text = JSON.stringify({ ...about, repository, sender: { login: "loadline" }, padding: "x".repeat(24_000) });
  const bytes = Buffer.from(text);
  for (let i = 0; i < REHEARSALS; i++) {
    await github.isSigned(bytes.toString("utf8"), `sha256=${"0".repeat(64)}`);
    const payload = parsed(text);
    if (payload !== null) await github.receive({ id: `rehearsal/${i}`, event: "pull_request", payload });
  }
}

/** The same delivery sent again has the same bytes; an id alone has been seen on two different ones. */
function idOf(request: HttpRequest, bytes: Uint8Array): string {
  const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  return `${(request.headers["x-github-delivery"] ?? "").slice(0, 100)}/${digest}`;
}

function parsed(text: string): Payload | null {
  try {
    const payload = JSON.parse(text) as unknown;
    return isObject(payload) && !Array.isArray(payload) ? payload : null;
  } catch {
    return null;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

interface Payload extends Readonly<Record<string, unknown>> {
  readonly repository?: { readonly full_name?: unknown; readonly owner?: { readonly login?: string } };
  readonly installation?: { readonly account?: { readonly login?: string } };
}

/** Whether a payload holds what its event is about; one that does not, signed as it may be, is none of GitHub's. */
function isAbout(event: string, payload: Payload): boolean {
  if (event.startsWith("installation")) return true;
  if (typeof payload.repository?.full_name !== "string") return false;
  return SUBJECTS[event]?.every((key) => isObject(payload[key])) ?? true;
}

const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  check_run: ["check_run"],
  check_suite: ["check_suite"],
  issue_comment: ["issue", "comment"],
  merge_group: ["merge_group"],
  pull_request: ["pull_request"],
  repository: ["repository"],
};

interface Heard {
  readonly id: string;
  readonly event: string;
  readonly payload: Payload;
}

type Outcome = "queued" | "repeated" | "ignored";

/**
 * Probot dispatches to the handlers of `index.ts`; what they take is gathered under the delivery's id and queued together.
 */
async function openHearing({ github, store, accounts }: WebhookDesk): Promise<(heard: Heard) => Promise<Outcome>> {
  // Probot hands the id of a delivery to its handlers' context only; a delivery's handlers run within its `receive`.
  const { AsyncLocalStorage } = await import("node:async_hooks");
  const gathering = new AsyncLocalStorage<Work[]>();
  await github.load((probot) =>
    loadline(probot, {
      take: async (work) => {
        gathering.getStore()?.push(...work);
      },
      isOwn: (login) => login === github.ownLogin(),
    }),
  );
  return async ({ id, event, payload }) => {
    const login = payload.repository?.owner?.login ?? payload.installation?.account?.login;
    const isServed = accounts === null || (login !== undefined && accounts.has(login.toLowerCase()));
    if (!EVENTS.has(event) || !isServed || !isAbout(event, payload)) return "ignored";
    const work: Work[] = [];
    await gathering.run(work, () => github.receive({ id, event, payload }));
    if (work.length === 0) return "ignored";
    return (await store.arrive({ id, event, work })) ? "queued" : "repeated";
  };
}
