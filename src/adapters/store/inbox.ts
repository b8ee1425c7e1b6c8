import type { Arrival } from "../../ports/app-store.ts";
import type { Work } from "../../ports/work-queue.ts";
import { type Opened, WORK } from "./boss.ts";
import { type Database, databaseFailure } from "./database.ts";
import { groupOf, keyOf, PRIORITY } from "./work-key.ts";

/** Webhooks are gathered for so long and written together: one write to disk then carries many. */
const GATHER_MS = 5;
/** What came is handed to the queue this long after: many webhooks about one pull request are then one piece of work. */
const HAND_ON_MS = 60;
/** Whoever noted a delivery and has not handed it on by then is dead; somebody else does it. */
const LOST_SECONDS = 15;
const RECOVER_MS = 10_000;
/** An embedded database compiles what it runs: the statement that webhooks wait for is run so often, on rows that then leave, before any comes. */
const REHEARSALS = 20;
/** From so many webhooks a second on, hearing them comes before working on them. */
const POURING_PER_SECOND = 50;
/** Short: the first work of a downpour would load whatever work needs just when webhooks are heard for the first time. */
const LATELY_MS = 250;
/** A delivery is remembered so long; GitHub offers to redeliver for three days. */
const REMEMBERED_DAYS = 7;

interface Waiting {
  readonly arrival: Arrival;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export interface Inbox {
  /** Resolves once it is on disk: a moment later it is in the queue, by this process or by one that outlives it. */
  arrive(arrival: Arrival): Promise<boolean>;
  /** Whether webhooks come so fast that whoever works should leave them the machine: much of it will be about the same. */
  isPouring(): boolean;
  /** Hands on what was noted by those who did not live to do it: now, and from now on. */
  recover(): Promise<void>;
  /** Work that was given up: its deliveries may come again. */
  markFailed(work: Work): Promise<void>;
  /** Hands on what is noted, and takes no more. */
  close(): Promise<void>;
}

/** Notes deliveries in small batches, with one write; hands their work to the queue in larger ones. */
export function openInbox(opened: Opened, warn: (message: string) => void): Inbox {
  const { database } = opened;
  const tell = (error: unknown): void => warn(`what came is handed on later: ${databaseFailure(error).message}`);
  let timer: NodeJS.Timeout | undefined;
  const arrivals = recentRate();
  let noted: Arrival[] = [];
  const handing = inBatches(HAND_ON_MS, {
    isWaiting: () => noted.length > 0,
    next: async () => {
      const batch = noted;
      noted = [];
      await handOn(opened, batch).catch(tell);
    },
  });
  let waiting: Waiting[] = [];
  const noting = inBatches(GATHER_MS, {
    isWaiting: () => waiting.length > 0,
    next: async () => {
      const batch = waiting;
      waiting = [];
      const fresh = await note(database, batch);
      // Not in one expression: `noted` may be another list by the time the database has answered.
      noted.push(...fresh);
      if (noted.length > 0) handing.wake();
    },
  });
  return {
    arrive: (arrival) =>
      new Promise((resolve, reject) => {
        arrivals.count();
        waiting.push({ arrival, resolve, reject });
        noting.wake();
      }),
    isPouring: () => arrivals.perSecond() > POURING_PER_SECOND,
    recover: async () => {
      await rehearse(opened);
      // A folder is held by one process: whoever noted what lies there is gone.
      await recover(opened, opened.kind === "pglite" ? 0 : LOST_SECONDS);
      timer = setInterval(() => void recover(opened, LOST_SECONDS).catch(tell), RECOVER_MS);
    },
    markFailed: async (work) => {
      await database.query("update loadline.delivery set state = 'failed' where keys && $1::text[]", [[keyOf(work)]]);
    },
    close: async () => {
      clearInterval(timer);
      await noting.ended();
      await handing.ended();
    },
  };
}

/** How many came of late, a second: each counts for less the longer ago it was. */
function recentRate(): { count(): void; perSecond(): number } {
  let [rate, at] = [0, performance.now()];
  const decayed = (): number => {
    const now = performance.now();
    [rate, at] = [rate * Math.exp((at - now) / LATELY_MS), now];
    return rate;
  };
  return {
    count: () => {
      rate = decayed() + 1000 / LATELY_MS;
    },
    perSecond: decayed,
  };
}

interface Batches {
  wake(): void;
  ended(): Promise<void>;
}

interface Batch {
  isWaiting(): boolean;
  /** Takes all that waits. */
  next(): Promise<void>;
}

/** Does a batch so long after it was woken, and the next at once while something waits. One runs at a time. */
function inBatches(milliseconds: number, { isWaiting, next }: Batch): Batches {
  let running: Promise<void> | null = null;
  const run = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    // Looked at and given up in one go: whoever comes in between would find it running and wait for ever.
    while (isWaiting()) await next();
    running = null;
  };
  return {
    wake: () => {
      running ??= run();
    },
    ended: async () => {
      await running;
    },
  };
}

/** Writes down what came, and tells who waits. Returns what had not come before, or was given up since. */
async function note(database: Database, batch: readonly Waiting[]): Promise<readonly Arrival[]> {
  const byId = new Map(batch.map(({ arrival }) => [arrival.id, arrival]));
  try {
    const fresh = await insert(database, [...byId.values()]);
    const first = new Set(fresh);
    for (const { arrival, resolve } of batch) resolve(first.delete(byId.get(arrival.id) ?? arrival));
    return fresh;
  } catch (error) {
    for (const { reject } of batch) reject(databaseFailure(error));
    return [];
  }
}

async function insert(database: Database, arrivals: readonly Arrival[]): Promise<readonly Arrival[]> {
  const came = arrivals.map(({ id, event, work }) => ({ id, event, work, keys: work.map(keyOf) }));
  const rows = await database.query<{ id: string }>(
    `insert into loadline.delivery as known (id, event, keys, work, state)
     select id, event, keys, work, 'arriving'
     from jsonb_to_recordset($1::text::jsonb) as came(id text, event text, keys text[], work jsonb)
     on conflict (id) do update set state = 'arriving', arrived_at = now() where known.state = 'failed'
     returning id`,
    [JSON.stringify(came)],
  );
  const ids = new Set(rows.map(({ id }) => id));
  return arrivals.filter(({ id }) => ids.has(id));
}

async function rehearse({ kind, database }: Opened): Promise<void> {
  if (kind !== "pglite") return;
  const arrivals = Array.from({ length: REHEARSALS }, (_, i) => ({
    id: `rehearsal/${i}`,
    event: "rehearsal",
    work: [],
  }));
  for (const arrival of arrivals) await insert(database, [arrival]);
  await database.query("delete from loadline.delivery where id = any($1::text[])", [arrivals.map(({ id }) => id)]);
}

/** A delivery counts as come once its work is queued; work that fails at once finds it noted already. */
async function handOn(opened: Opened, batch: readonly Pick<Arrival, "id" | "work">[]): Promise<void> {
  if (batch.length === 0) return;
  await addWork(
    opened,
    batch.flatMap(({ work }) => work),
  );
  const ids = batch.map(({ id }) => id);
  await opened.database.query(
    "update loadline.delivery set state = 'queued' where id = any($1::text[]) and state = 'arriving'",
    [ids],
  );
}

/** Work of lost processes, queued by all who see it: under one key it is one piece. */
async function recover(opened: Opened, seconds: number): Promise<void> {
  const lost = await opened.database.query<Pick<Arrival, "id" | "work">>(
    `select id, work from loadline.delivery where state = 'arriving' and work is not null
     and arrived_at < now() - make_interval(secs => $1)`,
    [seconds],
  );
  await handOn(opened, lost);
}

/** Queues work. What waits for later under the same key comes forward; what waits already stays as it is. */
export async function addWork(opened: Opened, work: readonly Work[], after = 0): Promise<void> {
  const { boss, database, bell } = opened;
  const byKey = new Map(work.map((piece) => [keyOf(piece), piece]));
  if (byKey.size === 0) return;
  const jobs = [...byKey].map(([singletonKey, piece]) => {
    const group = groupOf(piece);
    const rest = { priority: PRIORITY[piece.kind], ...(group === null ? {} : { group: { id: group } }) };
    return { data: piece, singletonKey, ...rest, ...(after > 0 ? { startAfter: after } : {}) };
  });
  await boss.insert(WORK, jobs);
  if (after > 0) return;
  await database.query(
    `update pgboss.job set start_after = now() where name = $1 and state = 'created' and start_after > now()
     and singleton_key = any($2::text[])`,
    [WORK, [...byKey.keys()]],
  );
  bell?.ring(byKey.size);
}

export const forgetDeliveries = async (database: Database): Promise<void> => {
  await database.query(
    `delete from loadline.delivery where arrived_at < now() - make_interval(days => ${REMEMBERED_DAYS})`,
  );
};
