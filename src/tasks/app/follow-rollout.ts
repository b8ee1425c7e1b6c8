import { createHash } from "node:crypto";
import type { AppWorld } from "../../ports/app-world.ts";
import type { ApplicationState } from "../../ports/argocd.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { ProposalState } from "../../ports/gitops.ts";
import { lastEvent } from "./argocd-event.ts";
import { afterLeaving } from "./leaving.ts";
import { observeLater } from "./observe-later.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { afterProposal, isProposed, proposalOf, reached } from "./proposed-rollout.ts";
import { advance, isFinal, type Leaving, type Rollout, type SyncedRevision } from "./rollout.ts";
import { writeRolloutComment } from "./rollout-comment.ts";
import { readTold, type Told, writeTold } from "./rollout-memory.ts";

const POLL_SECONDS = 15;
/** People merge when they have looked; asking more often would only spend GitHub's patience. */
const MERGE_SECONDS = 60;

/** Looks at every Application of a merge and says on the pull request and its GitHub Deployments how far they are. */
export async function followRollouts(app: AppWorld, host: CodeHost, number: number): Promise<WorkOutcome> {
  const merged = { repository: host.repository, number };
  const told = await readTold(app.memory, merged);
  const { rollouts } = told;
  const left = await afterTaking(app, told);
  const next: Rollout[] = [];
  for (const one of rollouts) {
    const isWaiting = isProposed(one) && !isFinal(one.state);
    next.push(isWaiting ? await afterMerge(app, host, one) : isFinal(one.state) ? one : await followed(app, host, one));
  }
  const now = { ...told, ...left, rollouts: next };
  if (JSON.stringify(now) !== JSON.stringify(told)) {
    await observeLater(app, host.repository, { before: rollouts, now: next });
    await writeTold(app.memory, merged, now);
    await writeRolloutComment(host, number, now);
  }
  return untilAllIsDone(now);
}

function untilAllIsDone({ rollouts, leaving }: Told): WorkOutcome {
  if (leaving.length === 0 && rollouts.every(({ state }) => isFinal(state))) return DONE;
  const isOnlyWaiting = rollouts.every((one) => isProposed(one) || isFinal(one.state));
  if (isOnlyWaiting) return { kind: "again", afterSeconds: MERGE_SECONDS, why: "the pull request is not merged yet" };
  return { kind: "again", afterSeconds: POLL_SECONDS, why: "Argo CD is not done" };
}

/** What waits to be taken away, until its pull request is merged or closed. */
async function afterTaking(app: AppWorld, { leaving, removed }: Told): Promise<Pick<Told, "leaving" | "removed">> {
  const left: Leaving[] = [];
  const said: string[] = [];
  for (const one of leaving) {
    const words = await afterLeaving(app, one, await stateOf(app, one));
    if (words === null) left.push(one);
    else said.push(words);
  }
  return { leaving: left, removed: [...removed, ...said] };
}

/** What cannot be asked about is as it was. */
async function stateOf(app: AppWorld, waiting: Parameters<typeof proposalOf>[1]): Promise<ProposalState | null> {
  const open: ProposalState = { kind: "open", isStuck: false };
  return proposalOf(app, waiting).catch((error: unknown) => {
    if (error instanceof OutsideError) return open;
    throw error;
  });
}

/** One that waits for its pull request. */
async function afterMerge(app: AppWorld, host: CodeHost, rollout: Rollout): Promise<Rollout> {
  const state = await stateOf(app, rollout);
  const next = afterProposal(rollout, state, app.world.clock.now().getTime());
  if (next.statusOf !== null && next.description !== rollout.description) {
    const { description } = next;
    await host.writeDeploymentStatus(next.statusOf, { state: next.state, description, logUrl: null });
  }
  return next;
}

async function followed(app: AppWorld, host: CodeHost, rollout: Rollout): Promise<Rollout> {
  const application = await reached(() => applicationOf(app, rollout));
  const synced = application?.revision ?? null;
  const revision = synced === null ? null : await reached(() => revisionOf(app, rollout, synced));
  const next = advance(rollout, { application, revision, now: app.world.clock.now().getTime() });
  const changed = { ...rollout, state: next.state, description: next.description };
  if (rollout.statusOf !== null && next.state !== rollout.state) {
    await host.writeDeploymentStatus(rollout.statusOf, { ...next, logUrl: null });
  }
  return changed;
}

/** The API's word counts; a callback is only a hint, and the best there is without an API. */
async function applicationOf({ argocd, memory }: AppWorld, { application }: Rollout): Promise<ApplicationState | null> {
  const { name, namespace } = application;
  return argocd === null ? lastEvent(memory, namespace, name) : argocd.application(name, namespace);
}

/** Null: the commit cannot be read. */
async function revisionOf({ hosts }: AppWorld, rollout: Rollout, revision: string): Promise<SyncedRevision | null> {
  const host = /^[0-9a-f]{40}$/.test(revision) ? await hosts.repository(rollout.gitops) : null;
  if (host === null) return null;
  const containsOurs = revision === rollout.commit || (await host.contains(revision, rollout.commit));
  if (!containsOurs) return { containsOurs, isOurTree: false };
  return { containsOurs, isOurTree: revision === rollout.commit || (await isOurTree(host, rollout, revision)) };
}

async function isOurTree(host: CodeHost, { files }: Rollout, revision: string): Promise<boolean> {
  const source = await host.source(revision);
  try {
    for (const [path, sha] of Object.entries(files)) {
      const bytes = await source.read(path);
      if (bytes === null || createHash("sha256").update(bytes).digest("hex") !== sha) return false;
    }
    return true;
  } finally {
    await source.close();
  }
}
