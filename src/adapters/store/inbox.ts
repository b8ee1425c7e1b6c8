import type { Arrival } from "../../ports/app-store.ts";
import type { Work } from "../../ports/work-queue.ts";
import { type Opened, WORK } from "./boss.ts";
import { type Database, databaseFailure } from "./database.ts";
import { groupOf, keyOf, PRIORITY } from "./work-key.ts";

/** Webhooks are gathered for so long and written together: one write to disk then carries many. */
const GATHER_MS = 15;
/** A delivery is remembered so long; GitHub offers to redeliver for three days. */
const REMEMBERED_DAYS = 7;

interface Waiting {
  readonly arrival: Arrival;
  readonly resolve: (isNew: boolean) => void;
  readonly reject: (error: unknown) => void;
}

export interface Inbox {
  arrive(arrival: Arrival): Promise<boolean>;
  /** Work that was given up: its deliveries may come again. */
  markFailed(work: Work): Promise<void>;
}

/** Writes work and the deliveries it came by, in small batches. */
export function openInbox(opened: Opened): Inbox {
  const { database } = opened;
  let waiting: Waiting[] = [];
  let isWriting = false;
  const drain = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await writeBatch(batch, opened);
    }
    isWriting = false;
  };
  return {
    arrive: (arrival) =>
      new Promise((resolve, reject) => {
        waiting.push({ arrival, resolve, reject });
        if (isWriting) return;
        isWriting = true;
        void drain();
      }),
    markFailed: async (work) => {
      await database.query("update loadline.delivery set state = 'failed' where keys && $1::text[]", [[keyOf(work)]]);
    },
  };
}

async function writeBatch(batch: readonly Waiting[], opened: Opened): Promise<void> {
  try {
    // A delivery counts as come once its work is queued; work that fails at once finds it noted already.
    const ids = await note(opened.database, batch);
    const fresh = batch.filter(({ arrival }, index) => {
      const isFirst = batch.findIndex((other) => other.arrival.id === arrival.id) === index;
      return isFirst && ids.has(arrival.id);
    });
    await addWork(
      opened,
      fresh.flatMap(({ arrival }) => arrival.work),
    );
    await markQueued(opened.database, ids);
    for (const one of batch) one.resolve(fresh.includes(one));
  } catch (error) {
    for (const { reject } of batch) reject(databaseFailure(error));
  }
}

/** Notes what came. Returns the ids of what had not been queued before, or was given up since. */
async function note(database: Database, batch: readonly Waiting[]): Promise<ReadonlySet<string>> {
  const byId = new Map(batch.map(({ arrival }) => [arrival.id, arrival]));
  const came = [...byId.values()].map(({ id, event, work }) => ({ id, event, keys: work.map(keyOf) }));
  const rows = await database.query<{ id: string }>(
    `insert into loadline.delivery as known (id, event, keys, state)
     select id, event, keys, 'arriving' from jsonb_to_recordset($1::text::jsonb) as came(id text, event text, keys text[])
     on conflict (id) do update set state = 'arriving', arrived_at = now() where known.state <> 'queued'
     returning id`,
    [JSON.stringify(came)],
  );
  return new Set(rows.map(({ id }) => id));
}

async function markQueued(database: Database, ids: ReadonlySet<string>): Promise<void> {
  if (ids.size === 0) return;
  await database.query(
    "update loadline.delivery set state = 'queued' where id = any($1::text[]) and state = 'arriving'",
    [[...ids]],
  );
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
