import type { JobWithMetadata } from "pg-boss";
import type { Working } from "../../ports/app-store.ts";
import { LimitedError } from "../../ports/failure.ts";
import type { Work } from "../../ports/work-queue.ts";
import { attemptOf } from "./attempt.ts";
import { type Opened, WORK } from "./boss.ts";
import type { Database } from "./database.ts";
import { addWork, type Inbox } from "./inbox.ts";
import { SEARCH } from "./work-key.ts";

/** A backstop: workers are woken when work comes. */
const POLL_SECONDS = 2;
/** After so long pg-boss has written down that a job ended. */
const WAKE_MS = 15;
/** So long a hand waits before each piece of work while webhooks pour in. */
const YIELD_MS = 250;
/** Who stood back looks again within this, at a random moment, so that two do not meet again. */
const STAND_BACK_SECONDS = 0.6;

/** Works with so many hands at once, until the store is closed. */
export async function startWorkers(opened: Opened, inbox: Inbox, working: Working): Promise<void> {
  const idle = new Set<string>();
  for (let hand = 0; hand < working.concurrency; hand++) {
    // One hand searches; the others are kept for what people wait for.
    const isKept = hand > 0;
    await startWorker({ opened, inbox, working, leastPriority: isKept ? SEARCH + 1 : SEARCH }, idle);
  }
  let wanted = 0;
  const wakeIdle = (): void => {
    for (const worker of [...idle].slice(0, wanted)) opened.boss.notifyWorker(worker);
    wanted = 0;
  };
  opened.bell?.onRing((pieces) => {
    if (wanted === 0) setTimeout(wakeIdle, WAKE_MS);
    wanted += pieces;
  });
}

async function startWorker(desk: Desk, idle: Set<string>): Promise<void> {
  const { boss } = desk.opened;
  let worker = "";
  // What waited for a piece to end is not announced: whoever ended it looks at once.
  const ended = (milliseconds: number): void => {
    idle.add(worker);
    setTimeout(() => boss.notifyWorker(worker), milliseconds);
  };
  const options = {
    includeMetadata: true,
    groupConcurrency: 1,
    minPriority: desk.leastPriority,
    pollingIntervalSeconds: POLL_SECONDS,
    notifyPollingIntervalSeconds: POLL_SECONDS,
  } as const;
  worker = await boss.work<Work, void, typeof options>(WORK, options, async ([job]) => {
    if (job === undefined) return;
    idle.delete(worker);
    try {
      const seconds = await handle(job, desk);
      ended(seconds * 1000 + WAKE_MS);
    } catch (error) {
      ended(WAKE_MS);
      throw error;
    }
  });
  idle.add(worker);
}

interface Desk {
  readonly opened: Opened;
  readonly inbox: Inbox;
  readonly working: Working;
  readonly leastPriority: number;
}

type Job = JobWithMetadata<Work>;

/** Performs a job. Returns in how many seconds to look again: 0, or more where another one was in the way. */
async function handle(job: Job, desk: Desk): Promise<number> {
  const { opened, working, inbox } = desk;
  if (inbox.isPouring()) await new Promise((resolve) => setTimeout(resolve, YIELD_MS));
  if (await isTaken(opened.database, job)) {
    const seconds = 0.1 + Math.random() * STAND_BACK_SECONDS;
    await addWork(opened, [job.data], seconds);
    return seconds;
  }
  try {
    const outcome = await working.perform(job.data, attemptOf(job));
    if (outcome.kind === "again") await addWork(opened, [job.data], outcome.afterSeconds);
    return 0;
  } catch (error) {
    if (error instanceof LimitedError) return await later(job, error, desk);
    await tellFailure(job, error, desk);
    if (!isFinal(error) && (await isTriedAgain(opened.database, job))) return 0;
    throw error;
  }
}

/** What has to wait for its turn has not failed: however long that takes, it is no attempt. */
async function later(job: Job, error: LimitedError, { opened, working }: Desk): Promise<number> {
  await addWork(opened, [job.data], error.afterSeconds);
  working.failed({ work: job.data, id: job.id, error, triesAgain: true });
  return 0;
}

async function tellFailure(job: Job, error: unknown, { opened, inbox, working }: Desk): Promise<void> {
  const isLast = attemptOf(job).againInSeconds === null || isFinal(error);
  working.failed({ work: job.data, id: job.id, error, triesAgain: !isLast });
  if (isLast) await inbox.markFailed(job.data);
  if (isFinal(error)) await giveUp(opened.database, job.id);
}

/**
 * Whether another piece of the same group runs. pg-boss keeps a group to one, except where two workers fetch in the same
 * instant: then both see each other here and both stand back, never neither.
 */
async function isTaken(database: Database, job: Job): Promise<boolean> {
  if (!job.groupId) return false;
  const others = await database.query(
    "select 1 from pgboss.job where name = $1 and state = 'active' and group_id = $2 and id <> $3 limit 1",
    [WORK, job.groupId, job.id],
  );
  return others.length > 0;
}

/**
 * Whether another piece under the same key waits for its next attempt. pg-boss keeps one such, and would put this one among the
 * dead although what it asks for is tried again.
 */
async function isTriedAgain(database: Database, job: Job): Promise<boolean> {
  const twins = await database.query(
    "select 1 from pgboss.job where name = $1 and state = 'retry' and singleton_key = $2 and id <> $3 limit 1",
    [WORK, job.singletonKey, job.id],
  );
  return twins.length > 0;
}

/** Trying again would end the same way. */
const isFinal = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === false;

/** Without attempts left, its failure is the last. */
const giveUp = async (database: Database, id: string): Promise<void> => {
  await database.query("update pgboss.job set retry_limit = retry_count where name = $1 and id = $2", [WORK, id]);
};
