import type { AppWorld } from "../../ports/app-world.ts";
import type { CodeHost } from "../../ports/code-host.ts";
import type { Work } from "../../ports/work-queue.ts";
import { DONE, type WorkOutcome } from "./outcome.ts";
import { isFinal, type Rollout } from "./rollout.ts";

/** `sweep`: finds what was missed, whatever the reason: heads without a finished check, rollouts that nobody follows. */
export async function sweep(app: AppWorld): Promise<WorkOutcome> {
  for (const name of await app.hosts.repositories()) {
    const host = await app.hosts.repository(name);
    if (host !== null) await app.queue.add(await missedIn(host));
  }
  await app.queue.add(await unfinished(app));
  return DONE;
}

async function missedIn(host: CodeHost): Promise<readonly Work[]> {
  const missed: Work[] = [];
  for (const number of await host.openPullRequests()) {
    const pull = await host.pullRequest(number);
    const check = pull === null ? "success" : await host.check(pull.head.sha);
    if (check === undefined || check === null) missed.push({ kind: "review", repository: host.repository, number });
  }
  return missed;
}

async function unfinished({ memory }: AppWorld): Promise<readonly Work[]> {
  const works: Work[] = [];
  for (const key of await memory.keys("rollout/")) {
    const open = ((await memory.read<readonly Rollout[]>(key)) ?? []).find(({ state }) => !isFinal(state));
    if (open !== undefined) works.push({ kind: "deploy", repository: open.repository, number: open.number });
  }
  return works;
}
