import { forward } from "../forward.ts";
import { type Gap, repositoryOf } from "../gap.ts";
import { type Call, type Json, notFound, page, type Reply, reply } from "../message.ts";
import type { Delivery } from "../relay.ts";
import type { State } from "../state.ts";
import { repositoryNow } from "./pull-view.ts";

/** What the App asks about itself: its repositories, its deliveries; and the tokens it is given. */
export const installationGaps: readonly Gap[] = [
  {
    method: "POST",
    path: "/app/installations/{id}/access_tokens",
    answer: async (call, place, state) => {
      const known = await forward(state, {
        ...call,
        method: "GET",
        path: `/app/installations/${place["id"]}`,
        text: "",
      });
      if (isSuspended(state, known.body as Json))
        return reply(403, { message: "This installation has been suspended" });
      const answer = await forward(state, call);
      const { token, permissions, repositories } = (answer.body ?? {}) as Json;
      if (answer.status !== 201) return answer;
      const names = repositories?.map((repository: Json) => repository.full_name as string) ?? null;
      state.grants.set(token, { permissions, repositories: names, installation: Number(place["id"]) });
      return answer;
    },
  },
  {
    method: "GET",
    path: "/app/installations",
    answer: async (call, _, state) => {
      const answer = await forward(state, call);
      if (answer.status !== 200) return answer;
      return page(
        (answer.body as Json[]).map((one) => installationNow(state, one)),
        call,
        state.url,
      );
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/installation",
    answer: async (call, _, state) => {
      const answer = await forward(state, call);
      if (answer.status !== 200) return answer;
      return reply(200, installationNow(state, answer.body as Json), answer.headers);
    },
  },
  { method: "GET", path: "/installation/repositories", answer: repositories },
  {
    method: "GET",
    path: "/app/hook/deliveries",
    answer: async (call, _, state) => {
      const app = await forward(state, { ...call, path: "/app", query: new URLSearchParams() });
      if (app.status !== 200) return app;
      return fromCursor([...state.relay.deliveries].reverse().map(shown), call, state.url);
    },
  },
  {
    method: "POST",
    path: "/app/hook/deliveries/{id}/attempts",
    answer: async (_, place, state) => {
      const delivery = state.relay.deliveries.find(({ id }) => id === Number(place["id"]));
      if (delivery === undefined) return notFound();
      void state.relay.again(delivery);
      return reply(202, {});
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}",
    answer: async (call, _, state) => {
      const answer = await forward(state, call);
      return answer.status === 200 ? reply(200, repositoryNow(state, answer.body as Json), answer.headers) : answer;
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/contents/{rest}",
    answer: async (call, _, state) => {
      const answer = await forward(state, call);
      const isRaw = /\.raw(\+json)?$/.test(call.headers["accept"] ?? "");
      if (answer.status !== 200 || !isRaw) return answer;
      return reply(200, Buffer.from((answer.body as Json).content ?? "", "base64").toString("utf8"));
    },
  },
];

/** This list has cursors instead of numbers for its pages. */
function fromCursor(items: readonly Json[], call: Call, base: string): Reply {
  const size = Math.min(100, Number(call.query.get("per_page") ?? 30));
  const cursor = call.query.get("cursor");
  const start = cursor === null ? 0 : items.findIndex(({ id }) => `v1_${id}` === cursor);
  const next = items[start + size];
  const query = new URLSearchParams({ per_page: String(size), cursor: `v1_${next?.id}` });
  const link = next === undefined ? {} : { link: `<${base}${call.path}?${query}>; rel="next"` };
  return reply(200, items.slice(start, start + size), link);
}

async function repositories(call: Call, _: unknown, state: State): Promise<Reply> {
  const grant = state.grants.get(call.token ?? "");
  if (grant === undefined) return reply(403, { message: "You must authenticate with an installation access token" });
  const mine = [];
  for (const name of state.repositories) {
    const repository = await state.upstream.ask(`/repos/${name}`);
    const installed = await state.upstream.ask(`/repos/${repository.full_name}/installation`).catch(() => null);
    const isGranted = grant.repositories === null || grant.repositories.includes(repository.full_name);
    if (installed?.id === grant.installation && isGranted) mine.push(repositoryNow(state, repository));
  }
  const paged = page(mine, call, state.url);
  return { ...paged, body: { total_count: mine.length, repository_selection: "all", repositories: paged.body } };
}

const isSuspended = (state: State, installation: Json): boolean => state.suspended.has(installation?.account?.login);

const installationNow = (state: State, installation: Json): Json => ({
  ...installation,
  suspended_at: isSuspended(state, installation) ? "2026-11-25T12:00:00Z" : null,
});

const shown = ({ id, guid, event, payload, at, isRedelivery, status }: Delivery): Json => ({
  id,
  guid,
  delivered_at: at,
  redelivery: isRedelivery,
  duration: 0.1,
  status: status === 202 ? "OK" : `failed ${status}`,
  status_code: status,
  event,
  action: payload.action ?? null,
  installation_id: payload.installation?.id ?? null,
  repository_id: payload.repository?.id ?? null,
});

/** Nobody writes to an archived repository. */
export function archivedRefusal(call: Call, state: State): Reply | null {
  const found = /^\/repos\/([^/]+)\/([^/]+)\//.exec(call.path);
  if (found === null || ["GET", "HEAD"].includes(call.method)) return null;
  const name = repositoryOf({ owner: found[1] ?? "", repo: found[2] ?? "" });
  return state.archived.has(name) ? reply(403, { message: "Repository was archived so is read-only." }) : null;
}
