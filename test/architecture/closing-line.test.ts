import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { ROOT } from "./disk.ts";

const folder = mkdtempSync(join(tmpdir(), "loadline-closing-"));
afterAll(() => rmSync(folder, { recursive: true }));

const result = (change: object): string =>
  JSON.stringify({
    ...{ numPassedTests: 7, numFailedTests: 0, numPendingTests: 2, numTodoTests: 0, success: true, testResults: [] },
    ...change,
  });

/** A file that could not be loaded, as vitest's JSON reporter writes it. */
const unloadable = { status: "failed", assertionResults: [] };
const failing = { status: "failed", assertionResults: [{ status: "failed" }] };

describe("the closing line of .ci/run", () => {
  it.each([
    ["all passed", result({}), "7 passed, 0 failed, 2 skipped\n", 0],
    [
      "a test failed",
      result({ numFailedTests: 1, success: false, testResults: [failing] }),
      "7 passed, 1 failed, 2 skipped\n",
      1,
    ],
    [
      "a file could not be loaded",
      result({ success: false, testResults: [unloadable] }),
      "7 passed, 1 failed, 2 skipped\n",
      1,
    ],
    ["an error outside every test", result({ success: false }), "7 passed, 1 failed, 2 skipped\n", 1],
    ["no test ran", result({ numPassedTests: 0 }), "0 passed, 0 failed, 2 skipped\n", 1],
    ["no result was written", "", "0 passed, 1 failed, 0 skipped\n", 1],
  ])("%s", (...[, text, stdout, status]) => {
    const file = join(folder, "results.json");
    writeFileSync(file, text);
    const run = spawnSync(process.execPath, [join(ROOT, ".ci/closing-line.js"), file], { encoding: "utf8" });
    expect({ status: run.status, stdout: run.stdout }).toEqual({ status, stdout });
  });
});
