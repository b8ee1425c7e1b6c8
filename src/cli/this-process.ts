import { VERSION } from "../ports/version.ts";
import { print } from "./run.ts";

/** What a long-running command needs of the process it runs in. */
export function ofThisProcess(): {
  readonly environment: NodeJS.ProcessEnv;
  readonly version: string;
  readonly announce: (line: string) => Promise<void>;
  readonly until: Promise<void>;
} {
  return {
    environment: process.env,
    version: VERSION,
    announce: (line) => print(`${line}\n`),
    until: new Promise((resolve) => {
      process.once("SIGTERM", () => resolve());
      process.once("SIGINT", () => resolve());
    }),
  };
}
