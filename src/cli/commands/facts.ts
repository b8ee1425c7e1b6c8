import type { Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { run, show } from "../run.ts";

interface FactsFlags extends CommonFlags {
  readonly assumed?: true;
  readonly about?: string;
}

export function factsCommand(program: Command): void {
  const command = program
    .command("facts")
    .description("every number in use, with source, date and basis")
    .option("--assumed", "only the guesses")
    .option("--about <word>", "only facts whose subject or name contains this")
    .addHelpText("after", "\nExample:\n  $ loadline facts --assumed --about a10g\n");
  withJson(command).action((flags: FactsFlags) =>
    run(async () => {
      const { listFacts } = await import("../../tasks/list-facts.ts");
      const answer = listFacts({ assumed: flags.assumed ?? false, about: flags.about ?? null });
      return show(answer, flags);
    }),
  );
}
