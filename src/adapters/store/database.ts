import { OutsideError } from "../../ports/failure.ts";

/** A PostgreSQL to ask, embedded or not. */
export interface Database {
  query<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
}

/** What pg-boss gives to ask the database it works on. */
export interface SqlRunner {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

export function databaseOf(runner: SqlRunner): Database {
  return {
    query: async <Row>(text: string, values: readonly unknown[] = []) => {
      try {
        return (await runner.executeSql(text, [...values])).rows as Row[];
      } catch (error) {
        throw databaseFailure(error);
      }
    },
  };
}

export const databaseFailure = (error: unknown): OutsideError =>
  error instanceof OutsideError ? error : new OutsideError("database", messageOf(error), true);

const messageOf = (error: unknown): string => (error instanceof Error ? error.message || error.name : String(error));

/** Tables beside pg-boss's own. Each statement may run again, and by several processes at once. */
export const TABLES = [
  "create schema if not exists loadline",
  `create table if not exists loadline.memory (key text primary key, value jsonb not null)`,
  `create table if not exists loadline.report (id text primary key, html text not null, expires_at timestamptz not null)`,
  `create table if not exists loadline.delivery (
     id text primary key, event text not null, keys text[] not null, work jsonb,
     state text not null check (state in ('arriving', 'queued', 'failed')),
     arrived_at timestamptz not null default now())`,
  `create table if not exists loadline.pace (
     account text primary key, turns timestamptz[] not null default '{}', paused_until timestamptz)`,
  // Of a release before: deliveries were queued before they were acknowledged.
  "alter table loadline.delivery add column if not exists work jsonb",
  "create index if not exists delivery_arriving on loadline.delivery (arrived_at) where state = 'arriving'",
];

/**
 * Several processes may start at once, and `if not exists` alone races. The lock makes each wait for the one before; what that one
 * made is not seen by who waited, whose view of the catalogue is from before the wait, and fails as a duplicate: it is there at the
 * second try. Without `begin`, the statements are one transaction all the same, and none is left open where one of them fails.
 */
export async function createTables(database: Database): Promise<void> {
  const lock = "select pg_advisory_xact_lock(hashtext('loadline tables'))";
  const create = () => database.query([lock, ...TABLES].join(";\n"));
  await create().catch(create);
}
