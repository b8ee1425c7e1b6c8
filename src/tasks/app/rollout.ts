import type { ApplicationState } from "../../ports/argocd.ts";
import type { DeploymentState } from "../../ports/code-host.ts";
import type { Proposal } from "../../ports/gitops.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";

/** One Application's way to the cluster after a merge. */
export interface Rollout {
  readonly repository: RepositoryName;
  readonly number: number;
  /** `namespace/name` of the deployment. */
  readonly deployment: string;
  /** Where its files lie in the GitOps repository: names alone may stand in several clusters. */
  readonly folder: string;
  /** The GitHub Deployment in the source repository; null where it could not be made. */
  readonly statusOf: number | null;
  readonly application: { readonly name: string; readonly namespace: string };
  readonly gitops: RepositoryName;
  /** The commit in the GitOps repository, and the files that we wrote, by SHA-256. */
  readonly commit: string;
  /** The pull request in the GitOps repository that has to be merged first; absent where there is none, or it was. */
  readonly proposal?: Proposal;
  readonly files: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly begun: number;
  readonly state: DeploymentState;
  readonly description: string;
}

/** A deployment that a merge takes away, while that waits in a pull request of the GitOps repository. */
export interface Leaving
  extends Pick<Rollout, "repository" | "number" | "deployment" | "folder" | "application" | "gitops" | "begun"> {
  readonly proposal: Proposal;
}

/** What is known about the commit that Argo CD synced last. */
export interface SyncedRevision {
  readonly containsOurs: boolean;
  /** The files of the owned folder there are those that we wrote. */
  readonly isOurTree: boolean;
}

export interface Observation {
  /** Null: Argo CD does not know the Application (yet), or cannot be reached. */
  readonly application: ApplicationState | null;
  /** Null: nothing was synced yet, or the commit cannot be read. */
  readonly revision: SyncedRevision | null;
  readonly now: number;
}

/** So long a rollout may take: node, image and weights of a large model, twice over. */
export const PATIENCE_MS = 45 * 60_000;

/** What is leaving is kept only as long as it is waited for. */
export const isOpen = (one: Rollout | Leaving): boolean => !("state" in one) || !isFinal(one.state);

export const isFinal = (state: DeploymentState): boolean => state !== "queued" && state !== "in_progress";

type Next = Pick<Rollout, "state" | "description">;

/** The next state. It never goes back: an event that arrives late, twice or in the wrong order changes nothing. */
export function advance(rollout: Rollout, observed: Observation): Next {
  if (isFinal(rollout.state)) return rollout;
  const seen = see(rollout, observed);
  if (isFinal(seen.state)) return seen;
  if (observed.now - rollout.begun > PATIENCE_MS) {
    const minutes = Math.round(PATIENCE_MS / 60_000);
    return {
      state: "error",
      description: `Not synced and healthy within ${minutes} minutes; last seen: ${seen.description}`,
    };
  }
  return rollout.state === "in_progress" && seen.state === "queued" ? rollout : seen;
}

function see(rollout: Rollout, { application, revision }: Observation): Next {
  if (application === null) return { state: rollout.state, description: "committed; Argo CD says nothing about it" };
  const { phase, health, sync, message, problem } = application;
  const hasFailed = phase === "Failed" || phase === "Error";
  if (revision?.containsOurs === true && !revision.isOurTree) {
    return { state: "inactive", description: "a newer commit changed what was deployed here" };
  }
  const isOurs = application.isNameless && hasFailed ? isSince(rollout, application) : revision?.containsOurs === true;
  if (!isOurs) return { state: "queued", description: `committed; ${waitingFor(problem)}` };
  if (hasFailed) return { state: "failure", description: `sync failed: ${message}` };
  if (phase === "Running") return { state: "in_progress", description: syncing(message) };
  if (health === "Degraded") return { state: "failure", description: "synced, and Degraded" };
  if (sync === "Synced" && health === "Healthy") return { state: "success", description: "synced and healthy" };
  return { state: "in_progress", description: problem ?? `${sync}, ${health}`.toLowerCase() };
}

/** An operation that failed early names no commit. One that began later than our commit was about what the branch held then, which
 *  is ours; the failure of yesterday is still shown today, beside whatever the cluster is compared with by now. */
const isSince = ({ begun }: Rollout, { startedAt }: ApplicationState): boolean =>
  startedAt !== null && startedAt > begun;

/** Argo CD tries again for minutes before it calls a sync failed. */
function syncing(message: string): string {
  const [cause = "", attempt] = message.split(/\.?\s*Retrying attempt/i);
  return attempt === undefined ? "syncing" : `syncing again after: ${cause}`;
}

const waitingFor = (problem: string | null): string =>
  problem === null ? "Argo CD has not synced it yet" : `Argo CD cannot sync it: ${problem}`;
