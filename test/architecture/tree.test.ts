import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesBelow, ROOT, read } from "./disk.ts";
import { deadLinks, deadNames, readmeProblems, rooms, strangers, TOP_LEVEL, vagueNames } from "./tree.ts";

/** Tracked files and those that would be: what git ignores is no part of the layout. */
const repository = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .trim()
  .split("\n");
const exists = (path: string): boolean => existsSync(join(ROOT, path));
const everyFile = ["planner", "src", "test", "templates", ".github"].flatMap(filesBelow);
const topLevel = [...new Set(repository.map((path) => path.replace(/\/.*/, "/")))];

describe("the tree", () => {
  it("has nothing at the top that nobody agreed on, and all that was", () => {
    expect(strangers(topLevel)).toEqual([]);
    expect(TOP_LEVEL.filter((entry) => !exists(entry))).toEqual([]);
  });

  it("explains every room in a page", () => {
    expect(rooms().length).toBeGreaterThan(10);
    const pages = rooms().map((room) => `${room}/README.md`);
    expect(pages.flatMap((page) => readmeProblems(page, exists(page) ? read(page) : null))).toEqual([]);
  });

  it("has no name that says nothing", () => {
    expect(vagueNames(everyFile)).toEqual([]);
  });

  it("has no page that links to or names a file that does not exist", () => {
    const pages = repository.filter((path) => path.endsWith(".md") && exists(path));
    expect(pages.length).toBeGreaterThan(10);
    expect(pages.flatMap((page) => deadLinks(page, read(page), exists))).toEqual([]);
    // A decision stays as it was written, whatever became of the files.
    const current = pages.filter((page) => !page.startsWith(".github/decisions/"));
    expect(current.flatMap((page) => deadNames(page, read(page), repository))).toEqual([]);
  });
});

describe("each rule can fail", () => {
  it("a stranger at the top", () => {
    expect(strangers(["src/", "notes.txt"])).toEqual([expect.stringContaining("notes.txt: not part of the layout")]);
  });

  it("a vague name, as file or folder, whatever its ending", () => {
    const bad = ["src/tasks/utils.ts", "src/helpers/a.ts", "planner/common.test.ts", "test/Manager.ts"];
    expect(vagueNames([...bad, "src/tasks/render-manifests.ts"])).toHaveLength(bad.length);
  });

  it("a README that is missing, empty or too long", () => {
    const problems = (text: string | null) => readmeProblems("planner/x/README.md", text);
    expect(problems(null)).toEqual([expect.stringContaining("planner/x/README.md: missing")]);
    expect(problems("# Room\n")).toEqual([expect.stringContaining("says nothing")]);
    expect(problems("line\n".repeat(41))).toEqual([expect.stringContaining("41 lines, at most 40")]);
    expect(problems("line\n".repeat(40))).toEqual([]);
  });

  it("a dead name", () => {
    const text = "`here.ts` `gone.ts` `planner/cost/` `src/gone/` `loadline.yaml` `npm run x` `a.b`";
    expect(deadNames("planner/plan/README.md", text, ["planner/plan/here.ts", "planner/cost/billing.ts"])).toEqual([
      "planner/plan/README.md: names gone.ts, which does not exist",
      "planner/plan/README.md: names src/gone/, which does not exist",
    ]);
  });

  it("a dead link", () => {
    const text = "[a](../cost/README.md) [b](gone.md#part) [c](https://example.com/x.md) [d](#here)";
    expect(deadLinks("planner/plan/README.md", text, (path) => path === "planner/cost/README.md")).toEqual([
      "planner/plan/README.md: links to planner/plan/gone.md, which does not exist",
    ]);
  });
});
