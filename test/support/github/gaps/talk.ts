import { forward } from "../forward.ts";
import { type Gap, type Place, repositoryOf } from "../gap.ts";
import { type Call, invalid, type Json, notFound, page, type Reply, reply } from "../message.ts";
import { actorOf, type State } from "../state.ts";
import { review } from "./review.ts";

const REACTIONS = "/repos/{owner}/{repo}/issues/comments/{id}/reactions";
const REMARKS = "/repos/{owner}/{repo}/pulls/{number}/comments";
const KINDS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"];

/** The conversation: reactions, remarks on lines, and pull requests as the issues they also are. */
export const talkGaps: readonly Gap[] = [
  { method: "GET", path: "/repos/{owner}/{repo}/issues/{number}", answer: issueOfPull },
  {
    method: "GET",
    path: REACTIONS,
    needs: ["issues|pull_requests", "read"],
    answer: async (call, _, state) => page(state.reactions.get(call.path) ?? [], call, state.url),
  },
  { method: "POST", path: REACTIONS, needs: ["issues|pull_requests", "write"], answer: react },
  {
    method: "GET",
    path: REMARKS,
    needs: ["pull_requests", "read"],
    answer: async (call, place, state) => page(state.reviewComments.get(keyOf(place)) ?? [], call, state.url),
  },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/pulls/{number}/reviews",
    needs: ["pull_requests", "write"],
    answer: review,
  },
];

const keyOf = (place: Place): string => `${repositoryOf(place)}#${place["number"]}`;

async function issueOfPull(call: Call, place: Place, state: State): Promise<Reply> {
  const answer = await forward(state, call);
  if (answer.status !== 200) return answer;
  const links = await pullLinks(state, repositoryOf(place), place["number"] ?? "");
  return reply(200, { ...(answer.body as Json), ...links }, answer.headers);
}

/** What makes an issue a pull request in payloads and answers. */
export async function pullLinks(state: State, repository: string, number: string): Promise<Json> {
  const pull = await state.upstream.ask(`/repos/${repository}/pulls/${number}`).catch(() => null);
  if (pull === null) return {};
  const { url, html_url, diff_url, patch_url, merged_at } = pull;
  return { pull_request: { url, html_url, diff_url, patch_url, merged_at } };
}

async function react(call: Call, _: Place, state: State): Promise<Reply> {
  const { content } = call.body as Json;
  if (!KINDS.includes(content)) return invalid("Validation Failed: content");
  const comment = await state.upstream.ask(call.path.replace(/\/reactions$/, "")).catch(() => null);
  if (comment === null) return notFound();
  const user = await actorOf(state, call.token);
  const known = state.reactions.get(call.path) ?? [];
  const same = known.find((reaction) => reaction.content === content && reaction.user.login === user.login);
  if (same !== undefined) return reply(200, same);
  const made = { id: state.nextId(), node_id: "R", user, content, created_at: new Date().toISOString() };
  state.reactions.set(call.path, [...known, made]);
  return reply(201, made);
}
