import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { RepositoryName } from "../../ports/pull-request.ts";
import type { Memory, Work } from "../../ports/work-queue.ts";
import { forgetRefusals } from "./audit.ts";
import { forgetForecasts } from "./cached-forecasts.ts";
import { givenUpKey, takeUpAgain } from "./given-up.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { readInPages } from "./read-in-pages.ts";
import { wasRefused } from "./refusal.ts";
import { isOpen, type Leaving, type Rollout } from "./rollout.ts";
import { LEAVING, ROLLOUTS, rolloutKey } from "./rollout-memory.ts";
import { rememberedCheck } from "./write-check.ts";

/** `sweep`: finds what was missed, whatever the reason: heads without a finished check, merges, rollouts that nobody follows, work given up. */
export async function sweep(app: AppWorld): Promise<WorkOutcome> {
  for (const name of await app.hosts.repositories()) {
    try {
      const host = await app.hosts.repository(name);
      if (host !== null) await app.queue.add([...(await missedIn(app, host)), ...(await missedMerges(app, host))]);
    } catch (error) {
      // One repository out of reach does not keep the others from being looked at.
      if (!(error instanceof OutsideError)) throw error;
    }
  }
  await app.queue.add(await unfinished(app));
  await takeUpAgain(app);
  await forgetRefusals(app);
  await forgetForecasts(app.memory, app.world.clock.now().getTime() / 1000);
  return DONE;
}

async function missedIn(app: AppWorld, host: CodeHost): Promise<readonly Work[]> {
  const missed: Work[] = [];
  for (const pull of await host.openPullRequests()) {
    const about = { host, pull };
    // Whose check was finished needs no question: an installation may ask 5,000 in an hour, and have hundreds open.
    const known = await rememberedCheck(app, about);
    if ((await wasRefused(app, about)) || known === "finished") continue;
    const isAnswered = known === null && typeof (await host.check(pull.head.sha)) === "string";
    if (!isAnswered) missed.push({ kind: "review", repository: host.repository, number: pull.number });
  }
  return missed;
}

/** A merge counts as missed this long. */
const LOOK_BACK_MS = 3 * 24 * 3_600_000;

/** Merges that nobody heard of, or that could not be deployed for as long as it was tried. */
async function missedMerges({ memory, world }: AppWorld, host: CodeHost): Promise<readonly Work[]> {
  const { repository } = host;
  const now = world.clock.now().getTime();
  const since = Math.max(await knownSince(memory, repository, now), now - LOOK_BACK_MS);
  const deployed = await host.defaultBranch();
  const merges = (await host.mergedSince(since)).filter(({ branch }) => branch === deployed);
  if (merges.length === 0) return [];
  const works = merges.map(({ number }) => ({ kind: "deploy", repository, number }) as const);
  const keysOf = (work: (typeof works)[number]) => [rolloutKey(repository, work.number), givenUpKey(work)];
  const known = await memory.readAll(works.flatMap(keysOf));
  return works.filter((work) => !keysOf(work).some((key) => known.has(key)));
}

/** When a repository was first looked at: what was merged before then is not loadline's to deploy. */
async function knownSince(memory: Memory, repository: RepositoryName, now: number): Promise<number> {
  const key = `known-since/${repository}`;
  const known = await memory.read<number>(key);
  if (known === null) await memory.write(key, now);
  return known ?? now;
}

async function unfinished({ memory }: AppWorld): Promise<readonly Work[]> {
  const works = new Map<string, Work>();
  const keys = [...(await memory.keys(ROLLOUTS)), ...(await memory.keys(LEAVING))];
  for await (const [, all] of readInPages<readonly (Rollout | Leaving)[]>(memory, keys)) {
    const open = all.find(isOpen);
    if (open === undefined) continue;
    const { repository, number } = open;
    works.set(`${repository}#${number}`, { kind: "deploy", repository, number });
  }
  return [...works.values()];
}
