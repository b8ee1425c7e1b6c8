import { readFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { configSources } from "../../../src/adapters/config-sources.ts";
import { removeScratch, scratch } from "../../support/scratch-git.ts";

afterAll(removeScratch);

it("copies files of a revision to disk, each once and to a place of its own, also when they are asked for together", async () => {
  const repo = scratch();
  const names = ["a.csv", "b.csv", "traffic/c.csv"];
  repo.commit(Object.fromEntries(names.map((name) => [name, `${name}\n`])));
  const source = await configSources({ environment: repo.environment }).revision(repo.repository, "main");
  const paths = await Promise.all([...names, "a.csv", "nowhere.csv"].map((name) => source.onDisk(name)));
  expect(names.map((_, i) => readFileSync(paths[i] ?? "", "utf8"))).toEqual(names.map((name) => `${name}\n`));
  expect([paths[3], paths[4]]).toEqual([paths[0], null]);
  await source.close();
  expect(() => readFileSync(paths[0] ?? "")).toThrow(/ENOENT/);
});
