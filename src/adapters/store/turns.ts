import { type Turn, type Turns, WRITES_A_MINUTE } from "../../ports/turns.ts";
import type { Database } from "./database.ts";

/**
 * Turns as a row for each account: the last minute's worth of them, and until when nothing is asked. By the database's clock, so
 * that those of the processes do not matter; the row's lock puts them in order. A clock that was set back makes nobody wait
 * longer than a minute.
 */
export function databaseTurns(database: Database): Turns {
  return {
    book: async (account) => {
      const [row] = await database.query<{ wait: number | string; paused: number | string | null }>(BOOK, [account]);
      const [wait, paused] = [Number(row?.wait ?? 0), Number(row?.paused ?? 0)];
      return { waitMs: Math.max(0, wait), pausedMs: Math.max(0, paused) } satisfies Turn;
    },
    pause: async (account, milliseconds) => {
      await database.query(PAUSE, [account, milliseconds / 1000]);
    },
    pausedMs: async (account) => {
      const [row] = await database.query<{ paused: number | string | null }>(PAUSED, [account]);
      return Math.max(0, Number(row?.paused ?? 0));
    },
  };
}

const MILLISECONDS = (moment: string): string => `extract(epoch from ${moment} - clock_timestamp()) * 1000`;

const MINUTE = "interval '1 minute'";

/** Before the array is full, the turn that has to be a minute old is none. */
const BOOK = `
  insert into loadline.pace as known (account, turns) values ($1, array[clock_timestamp()])
  on conflict (account) do update set turns = (known.turns || least(clock_timestamp() + ${MINUTE},
      greatest(clock_timestamp(), known.turns[cardinality(known.turns) - ${WRITES_A_MINUTE - 1}] + ${MINUTE}))
    )[greatest(1, cardinality(known.turns) - ${WRITES_A_MINUTE - 2}):]
  returning ${MILLISECONDS("turns[cardinality(turns)]")} as wait, ${MILLISECONDS("paused_until")} as paused`;

const PAUSE = `
  insert into loadline.pace as known (account, paused_until)
  values ($1, clock_timestamp() + make_interval(secs => $2))
  on conflict (account) do update set paused_until = greatest(known.paused_until, excluded.paused_until)`;

const PAUSED = `select ${MILLISECONDS("paused_until")} as paused from loadline.pace where account = $1`;
