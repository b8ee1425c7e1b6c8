import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Memory } from "../../ports/work-queue.ts";
import { isProposed, proposalOf, reached } from "./proposed-rollout.ts";
import { isFinal, type Leaving, type Rollout } from "./rollout.ts";
import { applicationKey, isTold, readTold, type Told } from "./rollout-memory.ts";

interface Merged {
  readonly repository: RepositoryName;
  readonly number: number;
}

type Waiting = Pick<Rollout, "folder" | "gitops" | "application"> & Pick<Leaving, "proposal">;

/** What of a merge waits in a pull request of the GitOps repository. */
export const waitingOf = ({ rollouts, leaving }: Pick<Told, "rollouts" | "leaving">): readonly Waiting[] => [
  ...rollouts.flatMap((one) => (isProposed(one) && !isFinal(one.state) ? [one as Rollout & Waiting] : [])),
  ...leaving,
];

/** The other merge that decides about an Application now, once all of it is written down; null: none does. */
async function otherDecider(memory: Memory, mine: Merged, { application }: Waiting): Promise<Merged | null> {
  const latest = await memory.read<Merged>(applicationKey(application.namespace, application.name));
  const isOther = latest !== null && latest.repository === mine.repository && latest.number !== mine.number;
  return isOther && (await isTold(memory, latest)) ? latest : null;
}

/** Whether what waits is not what is wanted any more, or stands against what was merged meanwhile. */
export async function isOutdated(app: AppWorld, host: CodeHost, about: About): Promise<boolean> {
  return (await isSuperseded(app, host, about)) || (await isStuck(app, about.told));
}

async function isStuck(app: AppWorld, told: Told): Promise<boolean> {
  const byProposal = new Map(waitingOf(told).map((one) => [`${one.gitops}#${one.proposal.number}`, one]));
  for (const waiting of byProposal.values()) {
    const state = await reached(() => proposalOf(app, waiting));
    if (state?.kind === "open" && state.isStuck) return true;
  }
  return false;
}

/** Whether a later merge decides about something that still waits to be merged for this one. */
async function isSuperseded(app: AppWorld, host: CodeHost, { number, told }: About): Promise<boolean> {
  const mine = { repository: host.repository, number };
  for (const waiting of waitingOf(told)) {
    const other = await otherDecider(app.memory, mine, waiting);
    if (other === null) continue;
    const [earlier, later] = await Promise.all([host.pullRequest(number), host.pullRequest(other.number)]);
    const commits = [later?.mergeCommit ?? null, earlier?.mergeCommit ?? null] as const;
    if (commits[0] !== null && commits[1] !== null && (await host.contains(commits[0], commits[1]))) return true;
  }
  return false;
}

interface About {
  readonly number: number;
  readonly told: Told;
}

interface Renewed {
  readonly before: Told;
  readonly now: Pick<Told, "rollouts" | "leaving">;
}

/** Closes pull requests that nobody stands behind any more: merged later, they would take back what came after them. */
export async function closeSuperseded(app: AppWorld, mine: Merged, { before, now }: Renewed): Promise<void> {
  const inUse = (one: Waiting, all: readonly Waiting[]): boolean => all.some((other) => isSameProposal(one, other));
  const left = waitingOf(before).filter((one) => !inUse(one, waitingOf(now)));
  const folders = new Set([...now.rollouts, ...now.leaving].map(({ folder }) => folder));
  for (const one of left) {
    const others = left.filter((other) => isSameProposal(one, other));
    const deciders = await Promise.all(others.map((other) => otherDecider(app.memory, mine, other)));
    // What was refused this time has nobody else to decide about it, and waits on where it is.
    if (others.some(({ folder }, at) => deciders[at] === null && !folders.has(folder))) continue;
    const theirs = await Promise.all(deciders.map(async (by) => (by === null ? [] : waitingIn(app.memory, by))));
    if (!inUse(one, theirs.flat())) await (await app.gitops(one.gitops))?.proposals?.close(one.proposal.number);
  }
}

const waitingIn = async (memory: Memory, merged: Merged): Promise<readonly Waiting[]> =>
  waitingOf(await readTold(memory, merged));

const isSameProposal = (one: Waiting, other: Waiting): boolean =>
  one.gitops === other.gitops && one.proposal.number === other.proposal.number;
