import { appOf } from "./gaps/checks.ts";
import { timed } from "./gaps/comments.ts";
import { wholePull } from "./gaps/pull-view.ts";
import { pullLinks } from "./gaps/talk.ts";
import type { Json } from "./message.ts";
import type { State } from "./state.ts";

/** Makes of the emulator's webhook what GitHub would have sent, and sends it on. */
export async function passOn(state: State, event: string, payload: Json): Promise<void> {
  state.relay.send(event, await completed(state, event, payload));
}

async function completed(state: State, event: string, payload: Json): Promise<Json> {
  const repository = payload.repository?.full_name as string;
  if (event === "pull_request") return ofPull(state, repository, payload);
  if (event === "issue_comment") {
    const links = await pullLinks(state, repository, String(payload.issue.number));
    return { ...payload, issue: { ...payload.issue, ...links }, comment: timed(state, payload.comment) };
  }
  if (event === "check_run") return { ...payload, check_run: { ...payload.check_run, app: appOf(state) } };
  return payload;
}

async function ofPull(state: State, repository: string, payload: Json): Promise<Json> {
  const pull = await wholePull(state, payload.pull_request);
  const merged = state.merged.get(`${repository}#${pull.number}`);
  const sender = payload.action === "closed" && merged !== undefined ? merged.by : payload.sender;
  return { ...payload, number: pull.number, pull_request: pull, sender };
}
