import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { Ended } from "./command.ts";

/**
 * As `loadline` of `command.ts`, but one process runs all commands of a test file, one after another: each shows what it shows
 * alone, and only the first one loads loadline. For tests of what a command says, not of how a process starts or ends.
 */
export function sharedLoadline(folder: string, ...words: readonly string[]): Promise<Ended> {
  shared ??= startChild();
  const child = shared;
  const end = before.then(() => answer(child, { folder, words }));
  before = end.catch(() => undefined);
  return end;
}

let shared: ChildProcess | null = null;
let before: Promise<unknown> = Promise.resolve();
afterAll(() => {
  shared?.kill();
  shared = null;
});

const startChild = (): ChildProcess =>
  fork(fileURLToPath(new URL("many-commands-process.ts", import.meta.url)), {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });

function answer(child: ChildProcess, asked: { readonly folder: string; readonly words: readonly string[] }) {
  return new Promise<Ended>((resolve, reject) => {
    const gone = (code: number | null) => reject(new Error(`the process that runs commands ended with ${code}`));
    child.once("exit", gone);
    child.once("message", (end: Ended) => {
      child.off("exit", gone);
      resolve(end);
    });
    child.send(asked);
  });
}
