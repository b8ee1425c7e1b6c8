import type { Memory } from "../../ports/work-queue.ts";
import type { Database } from "./database.ts";

/** Memory as rows. Values are compared as JSON documents: the order of keys and the spelling of numbers do not count. */
export function databaseMemory(database: Database): Memory {
  const text = (value: unknown): string => JSON.stringify(value);
  return {
    read: async <Value>(key: string) => {
      const [row] = await database.query<{ value: Value }>("select value from loadline.memory where key = $1", [key]);
      return row === undefined ? null : row.value;
    },
    write: async (key, value) => {
      await database.query(
        `insert into loadline.memory (key, value) values ($1, $2::text::jsonb)
         on conflict (key) do update set value = excluded.value`,
        [key, text(value)],
      );
    },
    replace: async (key, expected, value) => {
      const rows =
        expected === null
          ? await database.query(
              `insert into loadline.memory (key, value) values ($1, $2::text::jsonb) on conflict (key) do nothing returning key`,
              [key, text(value)],
            )
          : await database.query(
              `update loadline.memory set value = $2::text::jsonb where key = $1 and value = $3::text::jsonb returning key`,
              [key, text(value), text(expected)],
            );
      return rows.length > 0;
    },
    readAll: async <Value>(keys: readonly string[]) => {
      const rows = await database.query<{ key: string; value: Value }>(
        "select key, value from loadline.memory where key = any($1::text[])",
        [keys],
      );
      return new Map(rows.map(({ key, value }) => [key, value]));
    },
    keys: async (prefix) => {
      const rows = await database.query<{ key: string }>(
        "select key from loadline.memory where starts_with(key, $1) order by key",
        [prefix],
      );
      return rows.map(({ key }) => key);
    },
    remove: async (key) => {
      await database.query("delete from loadline.memory where key = $1", [key]);
    },
  };
}
