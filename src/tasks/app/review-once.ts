import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost, Conclusion } from "../../ports/code-host.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Work } from "../../ports/work-queue.ts";
import type { Answer } from "../answer.ts";
import { ONLY_ATTEMPT } from "./failing.ts";
import { performWork } from "./perform-work.ts";

/** Work in the order in which it comes. */
export interface Taking {
  take(): Work | undefined;
}

const REFUSALS: readonly (Conclusion | null | undefined)[] = ["failure", "action_required"];

/** `review`: what the App does about one pull request, once, in this process: comment, check, suggestions. */
export async function reviewOnce(
  app: AppWorld & { readonly queue: Taking },
  host: CodeHost,
  number: number,
): Promise<Answer> {
  const { repository } = host;
  await app.queue.add([{ kind: "review", repository, number }]);
  for (let work = app.queue.take(); work !== undefined; work = app.queue.take()) {
    const outcome = await performWork(work, app, ONLY_ATTEMPT);
    if (outcome.kind !== "again") continue;
    await app.world.wait(0);
    await app.queue.add([work]);
  }
  const pull = await host.pullRequest(number);
  const conclusion = pull === null ? undefined : await host.check(pull.head.sha);
  return answerOf({ repository, number, conclusion });
}

interface Done {
  readonly repository: RepositoryName;
  readonly number: number;
  readonly conclusion: Conclusion | null | undefined;
}

const answerOf = ({ repository, number, conclusion }: Done): Answer => ({
  code: REFUSALS.includes(conclusion) ? 1 : 0,
  document: () => ({ schema: "loadline.review/v1", repository, pullRequest: number, conclusion: conclusion ?? null }),
  text: () => `${repository}#${number}: ${conclusion ?? "no check: there is no such open pull request"}\n`,
});
