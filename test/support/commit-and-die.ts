import { openLocalGit } from "../../src/adapters/local-git.ts";
import { commitTo } from "./scratch-git.ts";

/** `node commit-and-die.ts REPOSITORY HOME STEP FILES`: commits, and is killed before step STEP (from 1). Prints the steps taken. */
const [repository = "", home = "", killAt = "0", files = "{}"] = process.argv.slice(2);
let taken = 0;
const opened = await openLocalGit(repository, {
  environment: { PATH: process.env["PATH"], HOME: home },
  now: () => Date.now(),
  onStep: () => {
    taken += 1;
    if (taken === Number(killAt)) process.kill(process.pid, "SIGKILL");
  },
});
await commitTo(opened, { files: JSON.parse(files) });
process.stdout.write(String(taken));
