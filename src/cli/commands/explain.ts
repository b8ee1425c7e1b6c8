import type { Command } from "commander";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, withForecast } from "../options.ts";
import { run, show } from "../run.ts";

export function explainCommand(program: Command): void {
  const command = program
    .command("explain")
    .description("how a figure of the plan came about, from facts and traffic")
    .argument("<file>", "a ModelDeployment file")
    .argument(
      "[figure]",
      "a figure of plan --json, such as memory.kvTokens, or a short name; without one: which there are",
    )
    .addHelpText("after", "\nExample:\n  $ loadline explain models/chat.yaml ttft\n");
  withForecast(command).action((file: string, figure: string | undefined, flags: ForecastFlags) =>
    run(async () => {
      const [{ explainFigure }, { realWorld }] = await Promise.all([
        import("../../tasks/explain-figure.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const request = { file, figure: figure ?? null };
      return show(await forecasting(flags, world, (options) => explainFigure(request, world, options)), flags);
    }),
  );
}
