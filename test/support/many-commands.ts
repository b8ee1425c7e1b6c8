import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Ended } from "./command.ts";

/** A process that runs one command after another: each shows what it shows alone, and only the first one loads loadline. */
export interface ManyCommands {
  readonly run: (folder: string, ...words: readonly string[]) => Promise<Ended>;
  readonly end: () => void;
}

export function manyCommands(): ManyCommands {
  const child: ChildProcess = fork(fileURLToPath(new URL("many-commands-process.ts", import.meta.url)), {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const waiting = new Set<(end: Ended | Error) => void>();
  const answer = (end: Ended | Error): void => {
    for (const hear of waiting) hear(end);
    waiting.clear();
  };
  child.on("message", (end: Ended) => answer(end));
  child.on("exit", (code) => answer(new Error(`the process that runs commands ended with ${code}`)));
  return {
    run: (folder, ...words) =>
      new Promise((resolve, reject) => {
        waiting.add((end) => (end instanceof Error ? reject(end) : resolve(end)));
        child.send({ folder, words });
      }),
    end: () => child.kill(),
  };
}
