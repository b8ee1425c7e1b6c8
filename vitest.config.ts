import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { SkippedReporter } from "./test/support/skipped-reporter.ts";

/** Where `.ci/run` wants the machine-readable result; unset on a developer's machine. */
const results = process.env["LOADLINE_TEST_RESULTS"];

/**
 * Rooms whose tests change nothing that others see: one process runs many of their files and reads templates, schemas and
 * catalogue once. What they start they end.
 */
const TOGETHER = ["config", "render", "report", "tasks"].map((room) => `test/src/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: "together", include: TOGETHER, isolate: false } },
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: TOGETHER } },
    ],
    pool: "forks",
    maxWorkers: 2,
    // Tests start hundreds of processes from the same sources: the first compiles for the others.
    env: { NODE_COMPILE_CACHE: join(tmpdir(), `loadline-tests-${userInfo().uid}`) },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ["default", new SkippedReporter(), ...(results === undefined ? [] : ["json"])],
    ...(results === undefined ? {} : { outputFile: { json: results } }),
  },
});
