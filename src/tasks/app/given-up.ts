import type { AppWorld } from "../../ports/app-world.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Work } from "../../ports/work-queue.ts";
import { type Failing, mayPass } from "./failing.ts";
import { readInPages } from "./read-in-pages.ts";

/** Work that was given up and may go well later: the sweep takes it up again. */
interface GivenUp {
  readonly work: Abandoned;
  /** Milliseconds since 1970. */
  readonly notBefore: number;
  /** Somebody wants it, which is remembered first. */
  readonly isAsked: boolean;
}

type Abandoned = Extract<Work, { kind: "review" | "deploy" }>;

/** That somebody wants a merge deployed once more. */
export const askedKey = (repository: RepositoryName, number: number): string => `rollout-asked/${repository}#${number}`;

export const GIVEN_UP = "given-up/";
/** An outage passes; an error of loadline mostly stays until there is another loadline. */
const AFTER_ERROR_MS = 3_600_000;

/** Stands while work waits for the sweep to take it up again. */
export const givenUpKey = ({ kind, repository, number }: Abandoned): string =>
  `${GIVEN_UP}${repository}#${number}/${kind}`;

export async function rememberGivenUp(
  { memory, world }: AppWorld,
  { kind, repository, number }: Abandoned,
  failing: Failing & { readonly isAsked?: boolean },
): Promise<void> {
  if (!mayPass(failing)) return;
  const wait = failing.error instanceof OutsideError ? 0 : AFTER_ERROR_MS;
  const notBefore = world.clock.now().getTime() + wait;
  const work = { kind, repository, number };
  const one: GivenUp = { work, notBefore, isAsked: failing.isAsked ?? false };
  // Whoever knows that it is wanted said so first.
  if (failing.isAsked === undefined) await memory.replace(givenUpKey(work), null, one);
  else await memory.write(givenUpKey(work), one);
}

/** Queues what was given up and is worth another try; given up once more, it is remembered once more. */
export async function takeUpAgain({ memory, world, queue }: AppWorld): Promise<void> {
  const now = world.clock.now().getTime();
  for await (const [key, { work, notBefore, isAsked }] of readInPages<GivenUp>(memory, await memory.keys(GIVEN_UP))) {
    if (notBefore > now) continue;
    if (isAsked) await memory.write(askedKey(work.repository, work.number), true);
    await queue.add([work]);
    await memory.remove(key);
  }
}
