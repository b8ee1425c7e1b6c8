import type { Attempt } from "../../ports/app-store.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Work } from "../../ports/work-queue.ts";
import { advisePullRequest } from "./advise-pull-request.ts";
import { answerCommand } from "./answer-command.ts";
import { deployMerged } from "./deploy-merged.ts";
import { observeRollout } from "./observe-rollout.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { currentName, followName } from "./renamed-repository.ts";
import { reviewHead } from "./review-head.ts";
import { reviewPullRequest } from "./review-pull-request.ts";
import { applicationKey } from "./rollout-memory.ts";
import { forecastPart } from "./spread.ts";
import { sweep } from "./sweep.ts";
import { tellFailure } from "./tell-failure.ts";

export type { WorkOutcome } from "./outcome.ts";

/**
 * One piece of the App's work. What it finds wrong with a pull request is written there. What fails outside is thrown as an
 * `OutsideError`, which may be retryable, and everything else thrown is a bug; both are told on the pull request first.
 */
export async function performWork(work: Work, app: AppWorld, attempt: Attempt): Promise<WorkOutcome> {
  if (work.kind === "sweep") return sweep(app);
  if (work.kind === "sync") return synced(app, work);
  if (work.kind === "named") return followName(app, work);
  const repository = await currentName(app.memory, work.repository);
  if (repository !== work.repository) {
    // Under its new name it waits its turn among the rest about this repository.
    await app.queue.add([{ ...work, repository }]);
    return DONE;
  }
  const host = await app.hosts.repository(repository);
  try {
    return host === null ? DONE : await performOn(host, { ...work, attempt }, app);
  } catch (error) {
    if (host !== null) await tellFailure(app, host, { work, error, attempt });
    throw error;
  }
}

type RepositoryWork = Exclude<Extract<Work, { repository: RepositoryName }>, { kind: "named" }>;

function performOn(
  host: CodeHost,
  work: RepositoryWork & { readonly attempt: Attempt },
  app: AppWorld,
): Promise<WorkOutcome> {
  switch (work.kind) {
    case "review":
      return reviewPullRequest(app, host, work.number);
    case "forecast":
      return forecastPart(app, host, work);
    case "advice":
      return advisePullRequest(app, host, work.number);
    case "head":
      return reviewHead(app, host, work);
    case "command":
      return answerCommand(app, host, work);
    case "deploy":
      return deployMerged(app, host, work);
    case "observe":
      return observeRollout(app, host, work);
  }
}

/** A callback of Argo CD: only a hint to look at the merge that waits for that Application. */
async function synced(
  app: AppWorld,
  { application, namespace }: Extract<Work, { kind: "sync" }>,
): Promise<WorkOutcome> {
  const merge = await app.memory.read<{ repository: RepositoryName; number: number }>(
    applicationKey(namespace, application),
  );
  if (merge !== null) await app.queue.add([{ kind: "deploy", ...merge }]);
  return DONE;
}
