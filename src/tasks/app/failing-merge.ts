import { FAILED_WORK } from "../../mistakes/failed-work.ts";
import type { Attempt } from "../../ports/app-store.ts";
import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { InputError, LimitedError } from "../../ports/failure.ts";
import { type Failing, givenUp, isGivenUp, isStillQuiet, mayPass, reasonOf, sayIfPossible } from "./failing.ts";
import { rememberGivenUp } from "./given-up.ts";
import { writeRolloutComment } from "./rollout-comment.ts";
import { NOTHING_TOLD, readTold, type Told, writeTold } from "./rollout-memory.ts";

interface Merging {
  readonly host: CodeHost;
  readonly number: number;
  readonly attempt: Attempt;
}

/** Sees to it that what fails outside while a merge is deployed is told on its pull request. */
export interface MergeWatch {
  /** One configuration repository: what is given up is a refusal, which keeps no other from being deployed. */
  orRefused(deploy: () => Promise<Told>): Promise<Told>;
  /** All of it. */
  whole(deploy: () => Promise<Told>): Promise<Told>;
  /** After all was written: throws what was given up and may go well later, for the log to have it. */
  close(isFollowed: boolean): Promise<void>;
}

export function watchMerge(app: AppWorld, merging: Merging): MergeWatch {
  const abandoned: Failing[] = [];
  return {
    orRefused: async (deploy) => {
      try {
        return await deploy();
      } catch (error) {
        const failing = { error, attempt: merging.attempt };
        if (isSaidOtherwise(error) || !isGivenUp(failing)) throw error;
        if (mayPass(failing)) abandoned.push(failing);
        return { ...NOTHING_TOLD, refused: [sentencesOf(failing)] };
      }
    },
    whole: async (deploy) => {
      try {
        return await deploy();
      } catch (error) {
        if (!isSaidOtherwise(error)) await tell(app, merging, { error, attempt: merging.attempt });
        throw error;
      }
    },
    close: async (isFollowed) => {
      const [first] = abandoned;
      if (first === undefined) return;
      await remember(app, merging, first);
      if (isFollowed) await app.queue.add([workOf(merging)]);
      throw first.error;
    },
  };
}

/** A mistake is a refusal already; while GitHub answers nobody, nothing can be written. */
const isSaidOtherwise = (error: unknown): boolean => error instanceof InputError || error instanceof LimitedError;

const workOf = ({ host, number }: Merging) => ({ kind: "deploy", repository: host.repository, number }) as const;

const remember = (app: AppWorld, merging: Merging, failing: Failing): Promise<void> =>
  rememberGivenUp(app, workOf(merging), { ...failing, isAsked: true });

const sentencesOf = (failing: Failing): string =>
  isGivenUp(failing)
    ? `${reasonOf(failing)} ${givenUp(failing, { asking: FAILED_WORK.askDeployment, isSwept: true })}`
    : `${reasonOf(failing)} ${FAILED_WORK.triedAgain}`;

/** Beside what is known of the merge. Only what trying cannot help is remembered, so that what goes well writes over the rest. */
async function tell(app: AppWorld, merging: Merging, failing: Failing): Promise<void> {
  const { host, number } = merging;
  if (isGivenUp(failing)) await remember(app, merging, failing);
  else if (isStillQuiet(failing)) return;
  const told = await readTold(app.memory, workOf(merging));
  const refused = [...told.refused, sentencesOf(failing)];
  if (isGivenUp(failing) && !mayPass(failing)) await writeTold(app.memory, workOf(merging), { ...told, refused });
  await sayIfPossible(() => writeRolloutComment(host, number, { ...told, refused }));
}
