import type { Command } from "commander";
import { EXIT, run } from "../run.ts";
import { ofThisProcess } from "../this-process.ts";

export function workerCommand(program: Command): void {
  program
    .command("worker")
    .description("works for loadline serve on the same database; listens to nothing")
    .option("--json", "says that it works as one JSON document on stdout")
    .addHelpText(
      "after",
      "\nReads the environment of `loadline serve`, DATABASE_URL among it.\n\nExample:\n  $ loadline worker\n",
    )
    .action(() =>
      run(async () => {
        const { runApp } = await import("../../app/run.ts");
        await runApp({ role: "worker", ...ofThisProcess() });
        return EXIT.done;
      }),
    );
}
