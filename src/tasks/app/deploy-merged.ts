import { COMMENT } from "../../mistakes/comment.ts";
import type { Attempt } from "../../ports/app-store.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { InputError } from "../../ports/failure.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import { code } from "../../report/index.ts";
import { deploySides, type Merge } from "./deploy-sides.ts";
import { type MergeWatch, watchMerge } from "./failing-merge.ts";
import { followRollouts } from "./follow-rollout.ts";
import { askedKey } from "./given-up.ts";
import { mistakeSentences } from "./mistakes.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { isProposed } from "./proposed-rollout.ts";
import { withSides } from "./pull-request-sides.ts";
import { isFinal, type Leaving, type Rollout } from "./rollout.ts";
import { writeRolloutComment } from "./rollout-comment.ts";
import { readTold, type Told, writeTold } from "./rollout-memory.ts";
import { closeSuperseded, isOutdated } from "./superseded.ts";

/** `/loadline plan` on a merged pull request: what was refused is tried again, what waits in a proposal is brought up to date. */
export async function deployAgain(
  { memory, queue }: AppWorld,
  repository: RepositoryName,
  number: number,
): Promise<void> {
  await memory.write(askedKey(repository, number), true);
  await queue.add([{ kind: "deploy", repository, number }]);
}

/** `deploy`: commits what a merge changed to the GitOps repository, once, and follows it to the cluster. */
export async function deployMerged(
  app: AppWorld,
  host: CodeHost,
  { number, attempt }: { readonly number: number; readonly attempt: Attempt },
): Promise<WorkOutcome> {
  const asked = askedKey(host.repository, number);
  const merged = { repository: host.repository, number };
  const told = await readTold(app.memory, merged);
  const isAsked = (await app.memory.read<boolean>(asked)) ?? false;
  if (isFollowed(told) && !isAsked && !(await isOutdated(app, host, { number, told })))
    return followRollouts(app, host, number);
  const pull = await host.pullRequest(number);
  if (pull?.state !== "merged" || pull.mergeCommit === null) return DONE;
  const branch = await host.defaultBranch();
  // Anybody who may push can make another branch, with Settings of his own.
  if (branch === null) return DONE;
  if (pull.base.branch !== branch && !isAsked) return isFollowed(told) ? followRollouts(app, host, number) : DONE;
  const watch = watchMerge(app, { host, number, attempt });
  const merge = { host, pull, merge: pull.mergeCommit, watch };
  const next =
    pull.base.branch === branch
      ? await watch.whole(() => deployed(app, merge, told.rollouts))
      : { ...told, refused: [COMMENT.otherBranch(code(pull.base.branch, 100), code(branch, 100))] };
  await closeSuperseded(app, merged, { before: told, now: next });
  await writeTold(app.memory, merged, next);
  await writeRolloutComment(host, number, next);
  await app.memory.remove(asked);
  await watch.close(isFollowed(next));
  // A merge that was refused may be deployed later, when what stood in its way is mended.
  if (!isFollowed(next)) return DONE;
  return { kind: "again", afterSeconds: 5, why: "committed" };
}

const isFollowed = ({ rollouts, leaving }: Told): boolean => rollouts.length + leaving.length > 0;

/** All configuration repositories of a merge, one after the other: what is wrong with one keeps no other from being deployed. */
async function deployed(
  app: AppWorld,
  { watch, ...merge }: Omit<Merge, "sides"> & { readonly watch: MergeWatch },
  before: readonly Rollout[],
): Promise<Told> {
  const settled = before.filter((one) => !(isProposed(one) && !isFinal(one.state)));
  const kept = new Set(settled.map(({ folder }) => folder));
  const told = { rollouts: [...settled], refused: [] as string[], removed: [] as string[], leaving: [] as Leaving[] };
  const { host, pull } = merge;
  // What others have merged since the branch left is theirs.
  const from = (await host.beforeMerge(pull)) ?? pull.mergeBase;
  const commits = { from, head: merge.merge, powers: merge.merge };
  try {
    await withSides(host, commits, async (all) => {
      for (const sides of all) {
        const begun = await watch.orRefused(() => deploySides(app, { ...merge, sides }, kept));
        told.rollouts.push(...begun.rollouts);
        told.refused.push(...begun.refused);
        told.removed.push(...begun.removed);
        told.leaving.push(...begun.leaving);
      }
    });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    told.refused.push(...mistakeSentences(error.problems));
  }
  return told;
}
