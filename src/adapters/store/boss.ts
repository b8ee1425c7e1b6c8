import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { PgBoss } from "pg-boss";
import { createTables, type Database, databaseFailure, databaseOf } from "./database.ts";
import { lockFolder } from "./lock.ts";

export const WORK = "work";
export const DEAD = "dead";

/** A lost worker's job runs again after this; longer than any stretch in which a forecast keeps the event loop busy. */
const HEARTBEAT_SECONDS = 20;
/** A piece of work that takes longer hangs. */
const LONGEST_SECONDS = 600;
/** 2 + 4 + 8 + … seconds: some ten minutes until work is given up. */
const RETRIES = 8;
const RETRY_SECONDS = 2;
const LONGEST_RETRY_SECONDS = 300;
const KEPT_SECONDS = 86_400;
const DEAD_KEPT_SECONDS = 14 * 86_400;

export interface Opened {
  readonly kind: "postgresql" | "pglite";
  readonly boss: PgBoss;
  readonly database: Database;
  /** Rung where work was queued for workers of this very process; null where the database wakes them all. */
  readonly bell: Bell | null;
  /** Ends what pg-boss does not own. */
  close(): Promise<void>;
}

export interface Bell {
  ring(pieces: number): void;
  onRing(listener: (pieces: number) => void): void;
}

export interface StorePlace {
  /** Null: embedded, in the folder. */
  readonly url: string | null;
  readonly folder: string;
  readonly warn: (message: string) => void;
}

/** The database with its queues, ready to take work. */
export async function openBoss(place: StorePlace): Promise<Opened> {
  const opened = place.url === null ? await embedded(place) : await server(place, place.url);
  try {
    const retry = { retryLimit: RETRIES, retryDelay: RETRY_SECONDS, retryBackoff: true };
    await opened.boss.createQueue(DEAD, { retentionSeconds: DEAD_KEPT_SECONDS });
    await opened.boss.createQueue(WORK, {
      policy: "stately",
      deadLetter: DEAD,
      notify: opened.bell === null,
      ...retry,
      retryDelayMax: LONGEST_RETRY_SECONDS,
      expireInSeconds: LONGEST_SECONDS,
      heartbeatSeconds: HEARTBEAT_SECONDS,
      deleteAfterSeconds: KEPT_SECONDS,
    });
    await createTables(opened.database);
    return opened;
  } catch (error) {
    await opened.close();
    throw databaseFailure(error);
  }
}

/** How soon a lost worker is noticed, beyond its missing heartbeat. */
const SERVER = {
  application_name: "loadline",
  schedule: false,
  useListenNotify: true,
  superviseIntervalSeconds: 5,
  monitorIntervalSeconds: 5,
} as const;

/** Nobody else can be lost from a folder, so looking after it is a matter of minutes; each look costs this process itself. */
const FOLDER = {
  backend: "pglite",
  schedule: false,
  superviseIntervalSeconds: 60,
  monitorIntervalSeconds: 60,
  registerInstance: false,
  monitorVacuum: false,
  reindex: false,
} as const;

async function server({ warn }: StorePlace, url: string): Promise<Opened> {
  const { PgBoss } = await import("pg-boss");
  const boss = new PgBoss({ connectionString: url, ...SERVER });
  boss.on("error", (error) => warn(messageOf(error)));
  await boss.start().catch((error: unknown) => {
    throw databaseFailure(error);
  });
  const database = databaseOf(boss.getDb());
  return { kind: "postgresql", boss, database, bell: null, close: async () => undefined };
}

async function embedded({ folder, warn }: StorePlace): Promise<Opened> {
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  try {
    const { PgBoss } = await import("pg-boss");
    const { openPglite } = await import("./pglite.ts");
    const { runner, close: closeDatabase } = await openPglite(join(folder, "pglite"));
    const boss = new PgBoss({ db: runner, ...FOLDER });
    boss.on("error", (error) => warn(messageOf(error)));
    await boss.start();
    const database = databaseOf(runner);
    await takeBackOrphans(database);
    const close = async (): Promise<void> => {
      await closeDatabase();
      await unlock();
    };
    // Every statement costs this process its own time: waking all hands for each batch would take most of it.
    return { kind: "pglite", boss, database, bell: openBell(), close };
  } catch (error) {
    await unlock();
    throw databaseFailure(error);
  }
}

function openBell(): Bell {
  let listener: (pieces: number) => void = () => undefined;
  return {
    ring: (pieces) => listener(pieces),
    onRing: (heard) => {
      listener = heard;
    },
  };
}

/** One process at a time holds the folder: what it finds running was left by one that died. It runs again at once. */
async function takeBackOrphans(database: Database): Promise<void> {
  const twin = `exists (select 1 from pgboss.job other where other.name = job.name and other.state in ('created', 'retry')
    and coalesce(other.singleton_key, '') = coalesce(job.singleton_key, ''))`;
  const orphans = `from pgboss.job job where job.name = '${WORK}' and job.state = 'active'`;
  await database.query(
    `delete from pgboss.job where name = '${WORK}' and id in (select job.id ${orphans} and ${twin})`,
  );
  await database.query(
    `update pgboss.job set state = 'retry', started_on = null, heartbeat_on = null, start_after = now()
     where name = '${WORK}' and state = 'active'`,
  );
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
