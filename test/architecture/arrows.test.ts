import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { followArrows, ruleNames } from "./arrows.ts";
import { filesBelow, ROOT, read } from "./disk.ts";

const isModule = (path: string): boolean => /\.(ts|js)$/.test(path);

describe("arrows", () => {
  it("point the right way, in every file on disk", async () => {
    const { modules, violations } = await followArrows(ROOT);
    // A checker that cannot parse TypeScript sees no module and finds nothing wrong.
    const onDisk = ["planner", "src"].flatMap(filesBelow).filter(isModule);
    expect(onDisk.length).toBeGreaterThan(20);
    expect([...modules].sort()).toEqual(onDisk);
    expect(violations).toEqual([]);
  });
});

/** For each rule one file that breaks it: where it lies, and what it holds. */
const offences: Record<string, readonly [path: string, source: string]> = {
  "planner-is-closed": ["planner/cost/a.ts", 'import { readFileSync } from "node:fs";\nexport const a = readFileSync;'],
  "units-stand-alone": ["planner/units/a.ts", 'export type { A } from "../domain/target.ts";'],
  "domain-knows-units-only": [
    "planner/domain/a.ts",
    'import type { A } from "../memory/target.ts";\nexport type B = A;',
  ],
  "entries-know-nouns-only": ["planner/platforms/a.ts", 'export { a } from "../gpus/target.ts";'],
  "laws-know-nouns-only": ["planner/memory/a.ts", 'export { a } from "../steps/target.ts";'],
  "simulation-knows-steps-and-memory": ["planner/simulate/a.ts", 'export { a } from "../engines/target.ts";'],
  "door-is-for-visitors": ["planner/plan/a.ts", 'export { a } from "../index.ts";'],
  "one-door-into-the-planner": ["src/tasks/a.ts", 'export { a } from "../../planner/cost/target.ts";'],
  "only-world-knows-adapters": ["src/tasks/a.ts", 'export const a = () => import("../adapters/target.ts");'],
  "world-is-built-at-the-entry": ["src/tasks/a.ts", 'export { a } from "../world.ts";'],
  "world-arrows": ["src/world.ts", 'export { a } from "./tasks/target.ts";'],
  "ports-arrows": ["src/ports/a.ts", 'export { a } from "../tasks/target.ts";'],
  "adapters-arrows": ["src/adapters/a.ts", 'export { a } from "../config/target.ts";'],
  "config-arrows": ["src/config/a.ts", 'export { a } from "../render/target.ts";'],
  "render-arrows": ["src/render/a.ts", 'export { a } from "../report/target.ts";'],
  "report-arrows": ["src/report/a.ts", 'export { a } from "../tasks/target.ts";'],
  "tasks-arrows": ["src/tasks/a.ts", 'export { a } from "../cli/target.ts";'],
  "cli-arrows": ["src/cli/a.ts", 'export { a } from "../render/target.ts";'],
  "app-arrows": ["src/app/a.ts", 'export { a } from "../config/target.ts";'],
  "mistakes-are-words": ["src/mistakes/a.ts", 'export { a } from "../config/target.ts";'],
  "mistakes-take-types": ["src/mistakes/a.ts", 'export { a } from "../ports/failure.ts";'],
  "ports-and-adapters-take-types": ["src/adapters/a.ts", 'export { a } from "../../planner/index.ts";'],
  "entries-and-world-leave-planning-to-tasks": ["src/cli/a.ts", 'export { a } from "../../planner/index.ts";'],
  "only-adapters-touch-the-outside": ["src/tasks/a.ts", 'export { readFile } from "node:fs/promises";'],
  "the-database-is-an-adapter": ["src/tasks/a.ts", 'export { DuckDBInstance } from "@duckdb/node-api";'],
  "the-terminal-belongs-to-the-command-line": ["src/report/a.ts", 'export { Command } from "commander";'],
  "no-circle": ["src/tasks/target.ts", 'export { b } from "./b.ts";\nexport const a = 1;'],
  "no-test-in-the-product": ["src/tasks/a.ts", 'export { a } from "../../test/target.ts";'],
  "no-development-package-in-the-product": ["src/tasks/a.ts", 'export { expect } from "vitest";'],
  "every-import-resolves": ["src/tasks/a.ts", 'export { a } from "./nowhere.ts";'],
};

/** A tree in which every import above finds something, and nothing breaks a rule by itself. */
const innocent: readonly (readonly [string, string])[] = [
  ["package.json", read("package.json")],
  ["planner/index.ts", "export const a = 1;"],
  ["src/world.ts", "export const a = 1;"],
  ["src/ports/failure.ts", "export const a = 1;"],
  ["src/tasks/b.ts", 'export { a as b } from "./target.ts";'],
  ...["domain", "memory", "gpus", "steps", "engines", "cost"].map((name) => `planner/${name}`).map(target),
  ...["adapters", "tasks", "config", "render", "report", "cli"].map((name) => `src/${name}`).map(target),
  target("test"),
];

function target(folder: string): readonly [string, string] {
  return [`${folder}/target.ts`, "export const a = 1;\nexport type A = number;"];
}

describe("each rule can fail", () => {
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  function treeWith(...extra: (readonly [string, string])[]): string {
    const root = mkdtempSync(join(tmpdir(), "loadline-arrows-"));
    folders.push(root);
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    for (const [path, source] of [...innocent, ...extra]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), source);
    }
    return root;
  }

  it("has an offence for each rule", () => {
    expect(Object.keys(offences).sort()).toEqual(ruleNames().sort());
  });

  it("finds nothing in an innocent tree", async () => {
    expect((await followArrows(treeWith())).violations).toEqual([]);
  });

  it.each(Object.entries(offences))("%s", async (name, offence) => {
    const { violations } = await followArrows(treeWith(offence));
    const [path] = offence;
    expect(violations.filter((line) => line.startsWith(`${name}: `) && line.includes(path))).not.toEqual([]);
  });

  it("says what to do", async () => {
    const { violations } = await followArrows(treeWith(["planner/plan/a.ts", 'export { a } from "../index.ts";']));
    expect(violations).toEqual([
      "door-is-for-visitors: planner/plan/a.ts imports planner/index.ts. planner/index.ts is the door for src. Inside the planner import the room's own file.",
    ]);
  });
});
