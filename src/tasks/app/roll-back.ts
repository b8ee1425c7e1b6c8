import { COMMENT } from "../../mistakes/comment.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import { OutsideError } from "../../ports/failure.ts";
import { applicationPathOf, argocdFolderOf, folderOf, type Placed } from "../../render/layout/paths.ts";
import { code, plain, short } from "../../report/index.ts";
import { loadAll } from "../load-deployments.ts";
import { rollbackFolder } from "../rollback-deployment.ts";
import type { Asked } from "./asked.ts";
import { withSides } from "./pull-request-sides.ts";
import { RefusedCommand } from "./refused-command.ts";
import { isFinal, type Rollout } from "./rollout.ts";
import { broughtKey, rolloutKey } from "./rollout-memory.ts";

/** `/loadline rollback`: brings back what stood in the GitOps repository before this pull request was deployed. */
export async function rollBack(app: AppWorld, asked: Asked): Promise<string> {
  const { host, pull } = asked;
  const rollouts = await app.memory.read<readonly Rollout[]>(rolloutKey(host.repository, pull.number));
  if (rollouts === null || rollouts.length === 0 || pull.mergeCommit === null) {
    throw new RefusedCommand(COMMENT.nothingDeployed);
  }
  const lines: string[] = [];
  for (const rollout of rollouts) lines.push(`- ${code(rollout.deployment, 160)}: ${await taken(app, asked, rollout)}`);
  return lines.join("\n");
}

/** One deployment goes back; what became of it, in words. */
async function taken(app: AppWorld, { host, pull }: Asked, rollout: Rollout): Promise<string> {
  // What was never merged cannot be taken back: a step back would take away what stood there before.
  if (rollout.proposal !== undefined) {
    const isWaiting = !isFinal(rollout.state);
    return isWaiting ? `waits in ${rollout.proposal.url}; close that, and nothing is deployed.` : "was never deployed.";
  }
  const place = await placeOf({ host, pull }, rollout.folder);
  const repository = await app.gitops(rollout.gitops);
  if (place === null || place.settings.gitops === null) return "its file is not there any more; nothing was changed.";
  if (repository === null) return `the App may not write to ${code(rollout.gitops)}; nothing was changed.`;
  const result = await rollbackFolder(
    { repository, random: app.world.random, wait: app.world.wait },
    {
      branch: place.settings.gitops.branch,
      folder: folderOf(place),
      beside: { folder: argocdFolderOf(place), path: applicationPathOf(place) },
      name: rollout.deployment,
      to: null,
      at: app.world.clock.now(),
      mode: place.settings.gitops.mode,
    },
  );
  if ("proposed" in result && result.proposed !== undefined) {
    return `waits for ${result.proposed.opened?.url ?? code(result.proposed.branch, 200)} to be merged.`;
  }
  switch (result.kind) {
    case "committed":
      // What an earlier merge brought stands there again.
      await app.memory.remove(broughtKey(rollout));
      return `rolled back by ${short(result.commit)} in ${code(rollout.gitops)}. ${plain(result.notes.join(" "), 600)}`;
    case "unchanged":
      return "what stood there before stands there already.";
    case "conflict":
      throw new OutsideError("the GitOps repository", result.detail, true);
    default:
      return `${code(result.path, 200)}: ${plain(result.detail, 600)}`;
  }
}

/** The deployment as the merge had it: where its files lie follows from its name and the Settings. */
function placeOf({ host, pull }: Pick<Asked, "host" | "pull">, folder: string): Promise<Placed | null> {
  const merge = pull.mergeCommit ?? pull.head.sha;
  return withSides(host, { from: merge, head: merge, powers: merge }, async (sides) => {
    const all = await Promise.all(sides.map(({ head }) => loadAll(head.source, head.shown)));
    const places = all.flat().map(({ located, settings }) => ({ deployment: located.value, settings }));
    return places.find((place) => folderOf(place) === folder) ?? null;
  });
}
