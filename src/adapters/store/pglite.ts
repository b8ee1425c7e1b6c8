import { extname } from "node:path";
import { Piscina } from "piscina";
import type { SqlRunner } from "./database.ts";
import type { Statement, StatementAnswer } from "./pglite-thread.ts";

export interface EmbeddedDatabase {
  readonly runner: SqlRunner;
  close(): Promise<void>;
}

/**
 * PGlite in a thread of its own: it computes where a server waits, and every statement would keep webhooks from being heard.
 * One statement at a time, in the order in which they were asked.
 */
export async function openPglite(dataDir: string): Promise<EmbeddedDatabase> {
  // The sources run as they are, the package compiled: the thread is what this file is.
  const filename = new URL(`./pglite-thread${extname(import.meta.url)}`, import.meta.url).href;
  const thread = new Piscina({ filename, minThreads: 1, maxThreads: 1, idleTimeout: Number.POSITIVE_INFINITY });
  const executeSql: SqlRunner["executeSql"] = async (text, values) => {
    const statement: Statement = { dataDir, text, ...(values === undefined ? {} : { values }) };
    const answer: StatementAnswer = await thread.run(statement, { name: "ask" });
    if ("rows" in answer) return answer;
    throw Object.assign(new Error(answer.failed.message), { code: answer.failed.code });
  };
  try {
    await executeSql("select 1");
  } catch (error) {
    await thread.destroy();
    throw error;
  }
  return {
    runner: { executeSql },
    close: async () => {
      await thread.run(undefined, { name: "close" });
      await thread.destroy();
    },
  };
}
