import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { SkippedReporter } from "./test/support/skipped-reporter.ts";

/** Where `.ci/run` wants the machine-readable result; unset on a developer's machine. */
const results = process.env["LOADLINE_TEST_RESULTS"];

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
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
