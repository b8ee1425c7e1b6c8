import type { PGlite } from "@electric-sql/pglite";
import { restoreOrSnapshot } from "./snapshot.ts";

/** A statement as it crosses into the thread. */
export interface Statement {
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

let held: Held | null = null;

/** Opens the folder's database; a thread holds one. */
export async function open(dataDir: string): Promise<void> {
  const { fromPglite } = await import("pg-boss");
  const pglite = await restoreOrSnapshot(dataDir);
  held = { pglite, runner: fromPglite(pglite) };
}

export async function ask({ text, values }: Statement): Promise<StatementAnswer> {
  if (held === null) throw new Error("the database is not open");
  try {
    const { rows } = await held.runner.executeSql(text, values);
    return { rows };
  } catch (error) {
    const code = typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
    return { failed: { message: error instanceof Error ? error.message : String(error), code } };
  }
}

export async function close(): Promise<void> {
  await held?.pglite.close();
  held = null;
}
