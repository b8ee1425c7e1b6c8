import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./test/support/longest-first.ts";
import { SkippedReporter } from "./test/support/skipped-reporter.ts";

/** Where `.ci/run` wants the machine-readable result; unset on a developer's machine. */
const results = process.env["LOADLINE_TEST_RESULTS"];

/**
 * Rooms whose tests change nothing that others see: one process runs many of their files and loads planner, templates, schemas
 * and catalogue once. What they start they end. Apart stays what searches and what draws hundreds of simulations: a process that
 * has simulated everything simulates each at a third of the speed, because what V8 assumed of the first no longer holds.
 */
const TOGETHER = [
  ...["contracts", "planner/!(plan)", "src/adapters/traffic"].map((room) => `test/${room}/**/*.test.ts`),
  ...["config", "mistakes", "ports", "render", "report", "tasks"].map((room) => `test/src/${room}/**/*.test.ts`),
  "test/planner/plan/*.test.ts",
];

/**
 * What runs apart also waits: for servers, for browsers, for processes that are killed again and again. One file more than there are
 * cores keeps these busy meanwhile; what runs together computes.
 */
const CORES = 2;

// Tests start hundreds of processes from the same sources: the first compiles for the others.
process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), `loadline-tests-${userInfo().uid}`);

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        // Node loads these as it does for users: nothing in them mocks modules, and what was loaded once stays.
        test: {
          name: "together",
          include: TOGETHER,
          isolate: false,
          maxWorkers: CORES,
          sequence: { groupOrder: 1 },
          experimental: { viteModuleRunner: false, nodeLoader: false },
        },
      },
      {
        extends: true,
        test: {
          name: "apart",
          include: ["test/**/*.test.ts"],
          exclude: TOGETHER,
          maxWorkers: CORES + 1,
          sequence: { groupOrder: 0 },
        },
      },
    ],
    pool: "forks",
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ["default", new SkippedReporter(), ...(results === undefined ? [] : ["json"])],
    ...(results === undefined ? {} : { outputFile: { json: results } }),
  },
});
