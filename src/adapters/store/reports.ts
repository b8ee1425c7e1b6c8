import { randomBytes } from "node:crypto";
import type { Reports } from "../../ports/reports.ts";
import type { Database } from "./database.ts";

/** A link in a comment is followed within days; after a month the pull request tells the story. */
const KEPT_DAYS = 30;

export function databaseReports(database: Database): Reports {
  return {
    put: async (html) => {
      const id = randomBytes(16).toString("hex");
      await database.query(
        `insert into loadline.report (id, html, expires_at) values ($1, $2, now() + make_interval(days => ${KEPT_DAYS}))`,
        [id, html],
      );
      await database.query("delete from loadline.report where expires_at <= now()");
      return id;
    },
    get: async (id) => {
      if (!/^[0-9a-f]{32}$/.test(id)) return null;
      const [row] = await database.query<{ html: string }>(
        "select html from loadline.report where id = $1 and expires_at > now()",
        [id],
      );
      return row?.html ?? null;
    },
  };
}
