import type { Command } from "commander";
import { type CommonFlags, withJson } from "../options.ts";
import { run, show } from "../run.ts";
import { type ServingFlags, servingOf, withServing } from "../serving-options.ts";

export function fitCommand(program: Command): void {
  const command = program
    .command("fit")
    .description("memory only: does a model fit a GPU, part by part, and what would hold it");
  withServing(command).addHelpText(
    "after",
    "\nExample:\n  $ loadline fit --model meta-llama/Llama-3.1-8B-Instruct --gpu a10g --max-context 8192\n",
  );
  withJson(command).action((flags: CommonFlags & ServingFlags) =>
    run(async () => {
      const { fitModel } = await import("../../tasks/fit-model.ts");
      return show(fitModel(servingOf(flags)), flags);
    }),
  );
}
