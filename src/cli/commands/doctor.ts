import type { Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { run, show } from "../run.ts";
import { ofThisProcess } from "../this-process.ts";

export function doctorCommand(program: Command): void {
  const command = program
    .command("doctor")
    .description("checks an installation of the GitHub App and says what to fix")
    .addHelpText("after", "\nReads the environment of `loadline serve`.\n\nExample:\n  $ loadline doctor\n");
  withJson(command).action((flags: CommonFlags) =>
    run(async () => {
      const { doctor } = await import("../../app/doctor.ts");
      const { environment, version } = ofThisProcess();
      return show(await doctor(environment, version), flags);
    }),
  );
}
