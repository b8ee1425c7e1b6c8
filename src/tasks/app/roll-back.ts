import type { AppWorld } from "../../ports/app-world.ts";
import type { Asked } from "./asked.ts";
import { rolloutKey } from "./follow-rollout.ts";
import type { Rollout } from "./rollout.ts";

/** `/loadline rollback`: brings back what stood in the GitOps repository before this pull request was deployed. */
export async function rollBack(app: AppWorld, { host, pull }: Asked): Promise<string> {
  const rollouts = await app.memory.read<readonly Rollout[]>(rolloutKey(host.repository, pull.number));
  if (rollouts === null || rollouts.length === 0) {
    return "Nothing of this pull request was deployed by loadline, so there is nothing to bring back.";
  }
  return "Not done: this release cannot roll back by itself. Revert the pull request: its merge is deployed like any other.";
}
