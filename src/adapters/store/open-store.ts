import type { JobWithMetadata } from "pg-boss";
import type { AppStore, DeadWork, QueueFigures, Working } from "../../ports/app-store.ts";
import type { Work } from "../../ports/work-queue.ts";
import { DEAD, type Opened, openBoss, type StorePlace, WORK } from "./boss.ts";
import { addWork, forgetDeliveries, type Inbox, openInbox } from "./inbox.ts";
import { databaseMemory } from "./memory.ts";
import { databaseReports } from "./reports.ts";

/** A backstop: workers are woken when work comes. */
const POLL_SECONDS = 2;

/** Everything the App keeps, on a PostgreSQL server or in a folder of this machine. */
export async function openStore(place: StorePlace): Promise<AppStore> {
  const opened = await openBoss(place);
  const { boss, database, kind } = opened;
  const inbox = openInbox(boss, database);
  await forgetDeliveries(database);
  return {
    kind,
    queue: { add: (work, after) => addWork({ boss, database }, work, after) },
    memory: databaseMemory(database),
    reports: databaseReports(database),
    arrive: inbox.arrive,
    work: (working) => startWork(opened, inbox, working),
    figures: () => figures(opened),
    dead: (most) => deadWork(opened, most),
    check: async () => {
      await database.query("select 1");
    },
    close: async (seconds) => {
      // Stops taking, waits for what runs; what is not through by then goes back into the queue.
      await boss.stop({ graceful: true, timeout: seconds * 1000 });
      await opened.close();
    },
  };
}

async function startWork({ boss, database }: Opened, inbox: Inbox, working: Working): Promise<void> {
  const handle = async ([job]: JobWithMetadata<Work>[]): Promise<void> => {
    if (job === undefined) return;
    try {
      const outcome = await working.perform(job.data);
      if (outcome.kind === "again") await addWork({ boss, database }, [job.data], outcome.afterSeconds);
    } catch (error) {
      const isLast = job.retryCount >= job.retryLimit || isFinal(error);
      working.failed({ work: job.data, error, triesAgain: !isLast });
      if (isLast) await inbox.markFailed(job.data);
      if (isFinal(error)) await giveUp(database, job.id);
      throw error;
    }
  };
  const pace = { pollingIntervalSeconds: POLL_SECONDS, notifyPollingIntervalSeconds: POLL_SECONDS };
  await boss.work<Work, void, { includeMetadata: true }>(
    WORK,
    {
      includeMetadata: true,
      localConcurrency: working.concurrency,
      groupConcurrency: 1,
      ...pace,
    } as { includeMetadata: true },
    handle,
  );
}

/** Trying again would end the same way. */
const isFinal = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "retryable" in error && error.retryable === false;

/** Without attempts left, its failure is the last. */
const giveUp = async (database: Opened["database"], id: string): Promise<void> => {
  await database.query("update pgboss.job set retry_limit = retry_count where name = $1 and id = $2", [WORK, id]);
};

async function figures({ database }: Opened): Promise<QueueFigures> {
  const [row] = await database.query<Record<string, string | number | null>>(
    `select
       count(*) filter (where name = $1 and state in ('created', 'retry') and start_after <= now()) as waiting,
       count(*) filter (where name = $1 and state in ('created', 'retry') and start_after > now()) as later,
       count(*) filter (where name = $1 and state = 'active') as active,
       count(*) filter (where name = $2 and state = 'created') as dead,
       extract(epoch from now() - min(start_after) filter
         (where name = $1 and state in ('created', 'retry') and start_after <= now())) as oldest
     from pgboss.job where name in ($1, $2)`,
    [WORK, DEAD],
  );
  const number = (name: string): number => Number(row?.[name] ?? 0);
  const counts = { waiting: number("waiting"), later: number("later"), active: number("active"), dead: number("dead") };
  return { ...counts, oldestSeconds: Math.max(0, number("oldest")) };
}

async function deadWork({ database }: Opened, most: number): Promise<readonly DeadWork[]> {
  const rows = await database.query<{ data: Work; at: Date; error: string | null }>(
    `select dead.data, dead.created_on as at,
       (select failed.output->>'message' from pgboss.job failed
        where failed.name = $1 and failed.state = 'failed' and failed.data = dead.data
        order by failed.completed_on desc limit 1) as error
     from pgboss.job dead where dead.name = $2 and dead.state = 'created' order by dead.created_on desc limit $3`,
    [WORK, DEAD, most],
  );
  return rows.map(({ data, at, error }) => ({ work: data, at: new Date(at).toISOString(), error: error ?? "unknown" }));
}
