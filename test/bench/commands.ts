import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { DAY, exampleTrafficCsv } from "../../planner/index.ts";
import type { Measured } from "./table.ts";

const MAIN = resolve(fileURLToPath(import.meta.url), "../../../src/cli/main.ts");

/** Whole commands as a user runs them, process start included; the best of three. */
export function measureCommands(): readonly Measured[] {
  const folder = mkdtempSync(join(tmpdir(), "loadline-bench-"));
  try {
    run(folder, ["init", "."]);
    const example = best(folder, ["plan", "models/chat.yaml", "--json"]);
    const start = 86_400 * 20_000;
    writeFileSync(
      join(folder, "traffic/chat.csv"),
      exampleTrafficCsv({ seed: 1, days: 28, requestsPerDay: 36_000, start: start - 28 * DAY }),
    );
    run(folder, ["render", "models/chat.yaml", "--out", "rendered"]);
    return [
      { what: "loadline --help", measured: best(folder, ["--help"]), mark: "400 ms" },
      { what: "loadline plan, 2 weeks, 0.25 M requests", measured: example, mark: "" },
      {
        what: "loadline plan, 4 weeks, 1 M requests",
        measured: best(folder, ["plan", "models/chat.yaml", "--json"]),
        mark: "6 s",
      },
      {
        what: "loadline advise, the same 1 M requests, all candidates of a platform",
        measured: best(folder, ["advise", "models/chat.yaml", "--json"]),
        mark: "30 s",
      },
      {
        what: "loadline compare, the same",
        measured: best(folder, ["compare", "models/chat.yaml", "--json"]),
        mark: "",
      },
      { what: "loadline validate, 11 manifests", measured: best(folder, ["validate", "rendered"]), mark: "" },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function best(folder: string, args: readonly string[]): string {
  const times = [1, 2, 3].map(() => run(folder, args));
  const least = Math.min(...times);
  return least < 1 ? `${Math.round(least * 1000)} ms` : `${least.toFixed(2)} s`;
}

function run(folder: string, args: readonly string[]): number {
  const started = performance.now();
  const child = spawnSync(process.execPath, [MAIN, ...args], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26 });
  if (child.status !== 0 && child.status !== 1) throw new Error(`loadline ${args.join(" ")} failed:\n${child.stderr}`);
  return (performance.now() - started) / 1000;
}
