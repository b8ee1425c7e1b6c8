import { forward } from "../forward.ts";
import type { Gap } from "../gap.ts";
import { type Call, type Json, type Reply, reply } from "../message.ts";
import { actorOf, type State } from "../state.ts";

/** Whose a token is: GraphQL says it of any, REST of people only. Nothing else of GraphQL is there. */
export const viewerGaps: readonly Gap[] = [
  { method: "POST", path: "/graphql", answer: viewer },
  { method: "POST", path: "/api/graphql", answer: viewer },
  {
    method: "GET",
    path: "/user",
    answer: async (call, _, state) =>
      state.people.has(call.token ?? "")
        ? forward(state, call)
        : reply(403, { message: "Resource not accessible by integration" }),
  },
];

async function viewer(call: Call, _: unknown, state: State): Promise<Reply> {
  if (call.token === null) return reply(401, { message: "Bad credentials" });
  if (!/\bviewer\b/.test((call.body as Json)?.query ?? "")) return reply(200, { errors: [{ message: "not here" }] });
  return reply(200, { data: { viewer: { login: (await actorOf(state, call.token)).login } } });
}
