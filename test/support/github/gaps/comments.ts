import { forward } from "../forward.ts";
import { type Gap, type Place, repositoryOf } from "../gap.ts";
import { type Call, invalid, type Json, type Reply, reply } from "../message.ts";
import type { State } from "../state.ts";

const OF_PULL = "/repos/{owner}/{repo}/issues/{number}/comments";
const ONE = "/repos/{owner}/{repo}/issues/comments/{id}";

/** Comments as GitHub keeps them: not too long, none where it is locked, and with its times. */
export const commentGaps: readonly Gap[] = [
  { method: "GET", path: OF_PULL, answer: answered },
  { method: "POST", path: OF_PULL, answer: written },
  { method: "GET", path: ONE, answer: answered },
  { method: "PATCH", path: ONE, answer: edited },
];

async function answered(call: Call, _: Place, state: State): Promise<Reply> {
  const answer = await forward(state, call);
  if (answer.status >= 300) return answer;
  const body = answer.body as Json;
  const shown = Array.isArray(body) ? body.map((one) => timed(state, one)) : timed(state, body);
  return reply(answer.status, shown, answer.headers);
}

async function written(call: Call, place: Place, state: State): Promise<Reply> {
  if (state.locked.has(`${repositoryOf(place)}#${place["number"]}`))
    return reply(403, { message: "Unable to create comment because issue is locked." });
  return tooLong(call) ?? answered(call, place, state);
}

async function edited(call: Call, place: Place, state: State): Promise<Reply> {
  const refused = tooLong(call);
  if (refused !== null) return refused;
  state.edited.add(Number(place["id"]));
  return answered(call, place, state);
}

/** GitHub's times are whole seconds, and both the same until somebody edits; the emulator writes twice, in milliseconds. */
export function timed(state: State, comment: Json): Json {
  const wholeSeconds = (time: string): string => time.replace(/\.\d+Z$/, "Z");
  const made = wholeSeconds(comment.created_at);
  return {
    ...comment,
    created_at: made,
    updated_at: state.edited.has(comment.id) ? wholeSeconds(comment.updated_at) : made,
  };
}

/** GitHub counts characters and refuses one too many. */
function tooLong(call: Call): Reply | null {
  const body = (call.body as Json)?.body;
  if (typeof body !== "string" || [...body].length <= 65_536) return null;
  return invalid("Validation Failed: body is too long (maximum is 65536 characters)");
}
