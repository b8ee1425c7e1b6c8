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
      "\nExample:\n  $ DATABASE_URL=postgres://loadline@db/loadline APP_ID=1234 PRIVATE_KEY_PATH=key.pem WEBHOOK_SECRET=… loadline worker\n",
    )
    .action(() =>
      run(async () => {
        const { runApp } = await import("../../app/run.ts");
        await runApp({ role: "worker", ...ofThisProcess() });
        return EXIT.done;
      }),
    );
}
