import { forward } from "../forward.ts";
import { type Gap, type Place, repositoryOf } from "../gap.ts";
import type { Call, Json, Reply } from "../message.ts";
import { actorOf, type State } from "../state.ts";
import { copyHistory } from "./fork.ts";
import { lookAtBase, openPullsOf, pullNow, wholePull, withInstallation } from "./pull-view.ts";

/** A push to the branch of an open pull request is a `synchronize` of that pull request. */
export const branchGaps: readonly Gap[] = [
  { method: "PATCH", path: "/repos/{owner}/{repo}/git/refs/{rest}", answer: pushed },
  { method: "PUT", path: "/repos/{owner}/{repo}/contents/{rest}", answer: pushed },
  { method: "DELETE", path: "/repos/{owner}/{repo}/contents/{rest}", answer: pushed },
];

async function pushed(call: Call, place: Place, state: State): Promise<Reply> {
  const repository = repositoryOf(place);
  const branch = await branchOf(call, place, state);
  // Listed before the write goes on, or it would race with a pull request that is just being opened.
  const pulls = await openPullsOf(state, repository, branch);
  const before = await Promise.all(pulls.map((pull) => wholePull(state, pull)));
  const answer = await forward(state, call);
  if (answer.status >= 300) return answer;
  const sender = await actorOf(state, call.token);
  for (const pull of before) {
    const base = pull.base.repo.full_name as string;
    if (base !== repository) await copyHistory(state, { from: repository, to: base, branch });
    if ((await pullNow(state, pull)).head.sha === pull.head.sha) continue;
    await lookAtBase(state, pull);
    const now = await wholePull(state, pull);
    const payload = {
      action: "synchronize",
      number: pull.number,
      before: pull.head.sha,
      after: now.head.sha,
      pull_request: now,
      repository: now.base.repo,
      sender,
    };
    state.relay.send("pull_request", await withInstallation(state, payload));
  }
  return answer;
}

async function branchOf(call: Call, place: Place, state: State): Promise<string> {
  const rest = place["rest"] ?? "";
  if (call.path.includes("/git/refs/")) return rest.replace(/^heads\//, "");
  const named = (call.body as Json)?.branch ?? call.query.get("branch");
  return named ?? (await state.upstream.ask(`/repos/${repositoryOf(place)}`)).default_branch;
}
