import { forward } from "../forward.ts";
import { type Gap, repositoryOf } from "../gap.ts";
import { type Json, notFound, page, reply } from "../message.ts";
import { actorOf, type State } from "../state.ts";
import { copyHistory, forkRepository } from "./fork.ts";
import { mergePull } from "./merge.ts";
import { filesOf, lookAtBase, pullNow, wholePull, withInstallation } from "./pull-view.ts";

const PULL = "/repos/{owner}/{repo}/pulls/{number}";

/** Pull requests with their present head, their files, and a merge that keeps what others merged before. */
export const pullGaps: readonly Gap[] = [
  {
    method: "GET",
    path: PULL,
    answer: async (call, _, state) => {
      const answer = await forward(state, call);
      return answer.status === 200 ? reply(200, await wholePull(state, answer.body as Json), answer.headers) : answer;
    },
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/pulls",
    answer: async (call, _, state) => {
      const answer = await forward(state, call);
      if (answer.status !== 200) return answer;
      const pulls = await Promise.all((answer.body as Json[]).map((pull) => pullNow(state, pull)));
      return reply(200, pulls, answer.headers);
    },
  },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/pulls",
    answer: async (call, _, state) => {
      await bringFork(state, (call.body as Json)?.head ?? "", call.path);
      const answer = await forward(state, call);
      if (answer.status !== 201) return answer;
      await lookAtBase(state, answer.body as Json);
      return reply(201, await wholePull(state, answer.body as Json), answer.headers);
    },
  },
  {
    method: "PATCH",
    path: PULL,
    answer: async (call, place, state) => {
      const before = await state.upstream.ask(call.path).catch(() => null);
      if (before === null) return notFound();
      const key = `${repositoryOf(place)}#${place["number"]}`;
      const { state: wanted, draft, base } = call.body as Json;
      if (wanted === "closed") state.frozenHeads.set(key, (await pullNow(state, before)).head.sha);
      const answer = await forward(state, call);
      if (answer.status !== 200) return answer;
      if (wanted === "open") state.frozenHeads.delete(key);
      if (typeof base === "string") await lookAtBase(state, answer.body as Json);
      const pull = await wholePull(state, answer.body as Json);
      await tellOfChange(state, { before, pull, draft, base, token: call.token });
      return reply(200, pull, answer.headers);
    },
  },
  {
    method: "GET",
    path: `${PULL}/files`,
    answer: async (call, _, state) => {
      const answer = await forward(state, { ...call, path: call.path.replace(/\/files$/, "") });
      if (answer.status !== 200) return answer;
      return page(await filesOf(state, await pullNow(state, answer.body as Json)), call, state.url);
    },
  },
  { method: "PUT", path: `${PULL}/merge`, answer: mergePull },
  { method: "POST", path: "/repos/{owner}/{repo}/forks", answer: forkRepository },
];

interface Change {
  readonly before: Json;
  readonly pull: Json;
  readonly draft: unknown;
  readonly base: unknown;
  readonly token: string | null;
}

/** The emulator tells of a changed title only; GitHub also of a changed base, and of drafts that became ready. */
async function tellOfChange(state: State, { before, pull, draft, base, token }: Change): Promise<void> {
  const sender = await actorOf(state, token);
  const about = { number: pull.number, pull_request: pull, repository: pull.base.repo, sender };
  if (typeof base === "string" && base !== before.base.ref) {
    const changes = { base: { ref: { from: before.base.ref }, sha: { from: before.base.sha } } };
    state.relay.send("pull_request", await withInstallation(state, { action: "edited", changes, ...about }));
  }
  if (draft === false && before.draft === true) {
    state.relay.send("pull_request", await withInstallation(state, { action: "ready_for_review", ...about }));
  }
}

/** GitHub keeps a fork's commits within reach of the repository it was forked from. */
async function bringFork(state: State, head: string, path: string): Promise<void> {
  const [owner, branch] = head.split(":");
  const [, , base, name] = path.split("/");
  if (branch === undefined || owner === base) return;
  await copyHistory(state, { from: `${owner}/${name}`, to: `${base}/${name}`, branch });
}
