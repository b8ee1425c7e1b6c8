import { forward } from "../forward.ts";
import { type Gap, type Place, repositoryOf } from "../gap.ts";
import { type Call, invalid, type Json, page, type Reply, reply } from "../message.ts";
import type { State } from "../state.ts";

const RUNS = "/repos/{owner}/{repo}/check-runs";
/** What GitHub takes in one request. */
const MOST_ANNOTATIONS = 50;

/** Check runs belong to the App that wrote them; annotations are added with each request, never replaced. */
export const checkGaps: readonly Gap[] = [
  { method: "POST", path: RUNS, answer: write },
  { method: "PATCH", path: `${RUNS}/{id}`, answer: write },
  {
    method: "GET",
    path: `${RUNS}/{id}/annotations`,
    needs: ["checks", "read"],
    answer: async (call, place, state) => page(state.annotations.get(keyOf(place, place["id"])) ?? [], call, state.url),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/commits/{rest}/check-runs",
    needs: ["checks", "read"],
    answer: async (call, place, state) => {
      const answer = await forward(state, call);
      if (answer.status !== 200) return answer;
      const { check_runs: runs } = answer.body as Json;
      const shown = (runs as Json[]).map((run) => owned(state, run, place));
      return reply(200, { total_count: shown.length, check_runs: shown }, answer.headers);
    },
  },
];

const keyOf = (place: Place, id: unknown): string => `${repositoryOf(place)}/${id}`;

async function write(call: Call, place: Place, state: State): Promise<Reply> {
  if (state.people.has(call.token ?? "")) return reply(403, { message: "You must authenticate via a GitHub App." });
  const annotations: readonly Json[] = (call.body as Json)?.output?.annotations ?? [];
  if (annotations.length > MOST_ANNOTATIONS) return invalid("Only 50 annotations may be sent at once");
  const texts = ["summary", "text"].map((name) => (call.body as Json)?.output?.[name] ?? "");
  if (texts.some((text) => text.length > 65_535)) return invalid("Only 65535 characters are allowed");
  const answer = await forward(state, call);
  if (answer.status >= 300) return answer;
  const run = answer.body as Json;
  const key = keyOf(place, run.id);
  state.annotations.set(key, [...(state.annotations.get(key) ?? []), ...annotations]);
  return reply(answer.status, owned(state, run, place), answer.headers);
}

function owned(state: State, run: Json, place: Place): Json {
  const count = (state.annotations.get(keyOf(place, run.id)) ?? []).length;
  const output = { ...run.output, annotations_count: count, annotations_url: `${run.url}/annotations` };
  return { ...run, output, app: appOf(state) };
}

/** As an answer names an App. */
export function appOf({ appId, slug }: State): Json {
  const owner = { login: "acme", id: 1, node_id: "O", type: "Organization", site_admin: false };
  const at = "2026-01-01T00:00:00Z";
  const address = `https://github.example/apps/${slug}`;
  const head = {
    id: appId,
    slug,
    node_id: "A",
    owner,
    name: slug,
    description: "",
    external_url: address,
    html_url: address,
  };
  return { ...head, created_at: at, updated_at: at, permissions: {}, events: [] };
}
