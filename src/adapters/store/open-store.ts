import type { AppStore, DeadWork, QueueFigures } from "../../ports/app-store.ts";
import type { Work } from "../../ports/work-queue.ts";
import { DEAD, type Opened, openBoss, type StorePlace, WORK } from "./boss.ts";
import { addWork, forgetDeliveries, openInbox } from "./inbox.ts";
import { databaseMemory } from "./memory.ts";
import { databaseReports } from "./reports.ts";
import { databaseTurns } from "./turns.ts";
import { startWorkers } from "./workers.ts";

/** Everything the App keeps, on a PostgreSQL server or in a folder of this machine. */
export async function openStore(place: StorePlace): Promise<AppStore> {
  const opened = await openBoss(place);
  const { boss, database, kind } = opened;
  const inbox = openInbox(opened, place.warn);
  await forgetDeliveries(database);
  return {
    kind,
    queue: { add: (work, after) => addWork(opened, work, after) },
    memory: databaseMemory(database),
    reports: databaseReports(database),
    turns: databaseTurns(database),
    arrive: inbox.arrive,
    work: async (working) => {
      await inbox.recover();
      await startWorkers(opened, inbox, working);
    },
    figures: () => figures(opened),
    dead: (most) => deadWork(opened, most),
    check: async () => {
      await database.query("select 1");
    },
    close: async (seconds) => {
      await inbox.close();
      // Stops taking, waits for what runs; what is not through by then goes back into the queue.
      await boss.stop({ graceful: true, timeout: seconds * 1000 });
      await opened.close();
    },
  };
}

async function figures({ database }: Opened): Promise<QueueFigures> {
  const [row] = await database.query<Record<string, string | number | null>>(
    `select
       count(*) filter (where name = $1 and state in ('created', 'retry') and start_after <= now())
         + (select count(*) from loadline.delivery where state = 'arriving') as waiting,
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
