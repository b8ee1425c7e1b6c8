import type { PGlite } from "@electric-sql/pglite";
import { restoreOrSnapshot } from "./snapshot.ts";

/** A statement as it crosses into the thread. */
export interface Statement {
  /** The folder of the database: a thread that stands in for one that died has not opened it. */
  readonly dataDir: string;
  readonly text: string;
  readonly values?: unknown[];
}

/** Of an error only the text would cross by itself; pg-boss decides by PostgreSQL's code. */
export type StatementAnswer =
  | { readonly rows: unknown[] }
  | { readonly failed: { readonly message: string; readonly code: unknown } };

interface Held {
  readonly pglite: PGlite;
  readonly runner: { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> };
}

let held: Promise<Held> | null = null;

/** Opens the folder's database; a thread holds one. */
async function open(dataDir: string): Promise<Held> {
  const { fromPglite } = await import("pg-boss");
  const pglite = await restoreOrSnapshot(dataDir);
  return { pglite, runner: fromPglite(pglite) };
}

export async function ask({ dataDir, text, values }: Statement): Promise<StatementAnswer> {
  held ??= open(dataDir);
  const { runner } = await held;
  try {
    const { rows } = await runner.executeSql(text, values);
    return { rows };
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    return { failed: { message: error instanceof Error ? error.message : String(error), code } };
  }
}

export async function close(): Promise<void> {
  const closing = held;
  held = null;
  await (await closing)?.pglite.close();
}
