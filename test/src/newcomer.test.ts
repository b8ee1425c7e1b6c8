import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../..");
const [, section = ""] =
  /^From nothing to a reviewed([\s\S]*?)^## /m.exec(readFileSync(join(ROOT, "README.md"), "utf8")) ?? [];
const commands = [...section.matchAll(/^ {4}(\S.*)$/gm)].map(([, command = ""]) => command);

const folder = mkdtempSync(join(tmpdir(), "loadline-newcomer-"));
const env = { ...process.env, LOADLINE_GITHUB_DIR: join(folder, "github") };
const shell = { cwd: ROOT, env } as const;
let running: ChildProcess | null = null;
/** The App ends what it has begun before it goes. */
const DRAINED_MS = 90_000;

afterAll(async () => {
  if (running?.pid !== undefined && running.exitCode === null) {
    const gone = once(running, "exit");
    // Ctrl-C reaches everything that the terminal runs.
    process.kill(-running.pid, "SIGINT");
    await gone;
  }
  rmSync(folder, { recursive: true, force: true });
}, DRAINED_MS);

/** A command as it stands in the README, its folder elsewhere. */
function type(command: string): string {
  const own = command.replaceAll("my-config", join(folder, "my-config"));
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", own], { ...shell, encoding: "utf8" });
  expect([command, status, status === 0 ? "" : stderr]).toEqual([command, 0, ""]);
  return stdout;
}

describe("a newcomer", () => {
  it("gets from npm ci to a reviewed pull request in ten commands or fewer, all in the README", {
    timeout: 240_000,
  }, () => {
    const [install, server, ...typed] = commands;
    expect(commands.length).toBeLessThanOrEqual(10);
    // The first one installed what this test runs on.
    expect([install, server]).toEqual(["npm ci", "npm run github"]);
    running = spawn("/bin/sh", ["-c", `exec ${server}`], { ...shell, detached: true, stdio: "ignore" });
    const [made, planned, pushed, , proposed, answered] = typed.map(type);
    expect(made).toContain("wrote 5 files");
    expect(planned).toMatch(/chat (holds|misses)/);
    expect(pushed).toContain("to main of acme/serving");
    expect(proposed).toContain("<!-- loadline:review -->");
    expect(proposed).toMatch(/\| Cost per month \(P50\) \| \$1,770 \| \*\*\$\d+\*\*/);
    expect(proposed).toMatch(/^Check `loadline`: (failure|neutral|success)\. /m);
    expect(answered).toContain("What if: replicas=2");
  });
});
