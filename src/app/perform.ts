import type { Logger } from "pino";
import type { AppStore, Attempt, Outcome, Working } from "../ports/app-store.ts";
import type { GitHubApp } from "../ports/github-app.ts";
import type { Work } from "../ports/work-queue.ts";
import { describeWork, type Metrics } from "./metrics.ts";

/** Does one piece of work. */
export type Perform = (work: Work, attempt: Attempt) => Promise<Outcome>;

export interface PerformDesk {
  readonly github: GitHubApp;
  readonly store: AppStore;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly now: () => Date;
}

/** Deliveries that failed are asked for again as far back as the last sweep, and an hour more; GitHub keeps them for three days. */
const OVERLAP_MS = 3_600_000;
const LONGEST_MS = 3 * 24 * OVERLAP_MS;
const REDELIVERED = "redelivered-at";

/** Work as a process does it: performed, counted, told of; after a sweep GitHub is asked for what did not arrive. */
export function working(desk: PerformDesk, perform: Perform): Omit<Working, "concurrency"> {
  const { metrics, log } = desk;
  return {
    perform: async (work, attempt) => {
      const stop = metrics.seconds.startTimer({ kind: work.kind });
      try {
        const outcome = await perform(work, attempt);
        // What the sweep has found waits by now, and is not held up by this.
        if (work.kind === "sweep") await redeliver(desk);
        metrics.work.inc({ kind: work.kind, outcome: outcome.kind });
        const again = outcome.kind === "again" ? { afterSeconds: outcome.afterSeconds, why: outcome.why } : {};
        log.info({ work: describeWork(work), outcome: outcome.kind, ...again }, "work");
        return outcome;
      } finally {
        stop();
      }
    },
    failed: ({ work, id, error, triesAgain }) => {
      metrics.work.inc({ kind: work.kind, outcome: triesAgain ? "failed" : "dead" });
      const told = { work: describeWork(work), id, err: error };
      if (triesAgain) log.warn(told, "work failed and will be tried again");
      else log.error(told, "work was given up");
    },
  };
}

async function redeliver({ github, store: { memory }, log, now }: PerformDesk): Promise<void> {
  try {
    const started = now().getTime();
    const last = (await memory.read<number>(REDELIVERED)) ?? 0;
    const count = await github.redeliverFailed(new Date(Math.max(last - OVERLAP_MS, started - LONGEST_MS)));
    await memory.write(REDELIVERED, started);
    if (count > 0) log.info({ count }, "asked GitHub to deliver again what did not arrive");
  } catch (error) {
    // The sweep itself looks at every open pull request and at every merge; the next one asks again.
    log.warn({ err: error }, "cannot ask for failed deliveries");
  }
}
