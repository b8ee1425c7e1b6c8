import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { ask, close } from "../../../../src/adapters/store/pglite-thread.ts";

const folder = mkdtempSync(join(tmpdir(), "loadline-thread-"));
const dataDir = join(folder, "pglite");
afterAll(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

it("a thread that stands in for one that died opens what that one had written, and an error keeps its code", async () => {
  await ask({ dataDir, text: "create table t (a int primary key); insert into t values (1);" });
  await close();
  expect(await ask({ dataDir, text: "select a from t where a = $1", values: [1] })).toEqual({ rows: [{ a: 1 }] });
  expect(await ask({ dataDir, text: "insert into t values ($1)", values: [1] })).toMatchObject({
    failed: { code: "23505" },
  });
}, 60_000);
