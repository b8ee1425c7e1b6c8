import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const MAIN = resolve(fileURLToPath(import.meta.url), "../../../src/cli/main.ts");

/** How a command ended and what it said. `code` is null when a signal ended it. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs loadline as a process of its own, as a user does, with no terminal. */
export async function loadline(folder: string, ...args: readonly string[]): Promise<Ended> {
  return ended(start(folder, ...args));
}

/** Starts loadline without waiting. */
export const start = (folder: string, ...args: readonly string[]): ChildProcess => startOnto("pipe", folder, ...args);

/** As `start`, with stdout in an open file. */
export function startOnto(stdout: number | "pipe", folder: string, ...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], { cwd: folder, stdio: ["ignore", stdout, "pipe"] });
}

/** As `start`, with more in its environment. */
export const loadlineWith = (
  environment: Readonly<Record<string, string>>,
  folder: string,
  args: readonly string[],
): ChildProcess =>
  spawn(process.execPath, [MAIN, ...args], {
    ...{ cwd: folder, env: { ...process.env, ...environment } },
    stdio: ["ignore", "pipe", "pipe"],
  });

export async function ended(child: ChildProcess): Promise<Ended> {
  const chunks = { stdout: "", stderr: "" };
  child.stdout?.on("data", (data: Buffer) => {
    chunks.stdout += data.toString("utf8");
  });
  child.stderr?.on("data", (data: Buffer) => {
    chunks.stderr += data.toString("utf8");
  });
  const code = await new Promise<number | null>((done) => child.once("close", (status) => done(status)));
  return { code, ...chunks };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "loadline-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
