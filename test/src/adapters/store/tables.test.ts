import { expect, it } from "vitest";
import { openBoss } from "../../../../src/adapters/store/boss.ts";
import { createTables } from "../../../../src/adapters/store/database.ts";
import { startPostgres, withoutPostgres } from "../../../support/postgres-server.ts";

const PROCESSES = 6;

it.skipIf(withoutPostgres !== null)(
  "tables are made once where several processes start on an empty PostgreSQL",
  async () => {
    const server = await startPostgres();
    const opened = [];
    try {
      for (let one = 0; one < PROCESSES; one++) {
        opened.push(await openBoss({ url: server.url, folder: "", warn: () => undefined }));
      }
      const databases = opened.map(({ database }) => database);
      for (let round = 0; round < 20; round++) {
        await databases[0]?.query("drop schema loadline cascade");
        await Promise.all(databases.map(createTables));
        const found = await Promise.all(
          databases.map((database) => database.query("select count(*) from loadline.memory")),
        );
        expect(found).toHaveLength(PROCESSES);
      }
    } finally {
      for (const { close } of opened) await close();
      await server.close();
    }
  },
  60_000,
);
