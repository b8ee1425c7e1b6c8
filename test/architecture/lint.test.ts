import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ROOT } from "./disk.ts";

const BIOME = join(ROOT, "node_modules/.bin/biome");

/** Offences by file: what is written there, and the rules that must object. */
const offences: Record<string, readonly [source: string, rules: readonly string[]]> = {
  "planner/cost/chance.ts": ["export const a = Math.random();", ["noJsRestrictedProperties"]],
  "planner/cost/hidden-chance.ts": [
    "const { random } = Math;\nexport const a = random();",
    ["noJsRestrictedProperties"],
  ],
  "planner/cost/clock.ts": ["export const a = [Date.now(), performance.now()];", ["noRestrictedGlobals"]],
  "planner/cost/print.ts": ['console.log("x", process.argv);', ["noRestrictedGlobals"]],
  "src/tasks/forgotten.ts": [
    "async function work(): Promise<number> {\n  return 1;\n}\nexport function start(): void {\n  work();\n}",
    ["noFloatingPromises"],
  ],
  "src/tasks/types.ts": ["export enum A {\n  B,\n}\nexport const c: any = 1;", ["noEnum", "noExplicitAny"]],
  "src/tasks/sure.ts": ["export const a = (b: string | null): string => b!;", ["noNonNullAssertion"]],
  "src/tasks/default.ts": ["export default 1;", ["noDefaultExport"]],
  "src/tasks/many.ts": [
    "export const f = (a: number, b: number, c: number, d: number) => [a, b, c, d];",
    ["useMaxParams"],
  ],
  "src/tasks/long.ts": [`export function f(): void {\n${"  f();\n".repeat(60)}}`, ["noExcessiveLinesPerFunction"]],
  "src/tasks/longer.ts": ["export {};\n".repeat(260), ["noExcessiveLinesPerFile"]],
  "src/tasks/deep.ts": [
    "export function f(a: boolean): void {\n  if (a) for (;;) while (a) if (!a) f(a);\n}",
    ["noExcessiveNestedBlocks"],
  ],
  "src/tasks/tangled.ts": [
    `export function f(a: number): void {\n${"  if (a > 1 && a < 5) f(a);\n".repeat(9)}}`,
    ["noExcessiveCognitiveComplexity"],
  ],
  "src/tasks/undeclared.ts": ['import { a } from "left-pad";\nexport { a };', ["noUndeclaredDependencies"]],
};

interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string };
}

describe("lint", () => {
  const root = mkdtempSync(join(tmpdir(), "loadline-lint-"));

  beforeAll(() => {
    for (const name of ["biome.json", "package.json", ".gitignore"]) copyFileSync(join(ROOT, name), join(root, name));
    symlinkSync(join(ROOT, "node_modules"), join(root, "node_modules"));
    for (const [path, [source]] of Object.entries(offences)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), `${source}\n`);
    }
    execFileSync("git", ["init", "-q"], { cwd: root });
  });
  afterAll(() => rmSync(root, { recursive: true }));

  it("objects to each offence", () => {
    const { stdout } = spawnSync(BIOME, ["lint", "--reporter=json", "--max-diagnostics=none"], {
      cwd: root,
      encoding: "utf8",
    });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
    const objections = (path: string): string[] =>
      diagnostics.filter(({ location }) => location.path === path).map(({ category }) => category.replace(/.*\//, ""));
    for (const [path, [, rules]] of Object.entries(offences)) {
      expect({ path, rules: objections(path) }).toEqual({ path, rules: expect.arrayContaining([...rules]) });
    }
  });

  it("finds nothing in this repository", () => {
    const { stdout, stderr, status } = spawnSync(BIOME, ["check", "--error-on-warnings", "--colors=off", "."], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect({ status, findings: status === 0 ? "" : stdout + stderr }).toEqual({ status: 0, findings: "" });
  }, 120_000);
});
