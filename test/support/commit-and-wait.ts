import { setTimeout as wait } from "node:timers/promises";
import { openLocalGit } from "../../src/adapters/local-git.ts";
import { commitTo } from "./scratch-git.ts";

/** `node commit-and-wait.ts REPOSITORY HOME STEP`: commits; before the first step of this name it says so and waits a little. */
const [repository = "", home = "", pauseAt = ""] = process.argv.slice(2);
let hasPaused = false;
const opened = await openLocalGit(repository, {
  environment: { PATH: process.env["PATH"], HOME: home },
  now: () => Date.now(),
  onStep: async (step) => {
    if (step !== pauseAt || hasPaused) return;
    hasPaused = true;
    process.stdout.write(`${step}\n`);
    await wait(300);
  },
});
await commitTo(opened, { files: { "clusters/prod/a.yaml": "a: 1\n" } }).catch((error: Error) => {
  if (!error.message.includes("interrupted; nothing was written")) throw error;
});
