import type { Command } from "commander";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, withForecast, withFormat, withVerbose } from "../options.ts";
import { report, run } from "../run.ts";

export function diffCommand(program: Command): void {
  const command = program
    .command("diff")
    .description("what a change would do: base against head, forecasts and rendered manifests")
    .argument("<base>", "a folder, or a revision of the Git repository you are in")
    .argument("<head>", "a folder, or a revision")
    .addHelpText("after", "\nExample:\n  $ loadline diff main HEAD --format markdown\n");
  withVerbose(withFormat(withForecast(command))).action((base: string, head: string, flags: ForecastFlags) =>
    run(async () => {
      const [{ reviewChange }, { realWorld }] = await Promise.all([
        import("../../tasks/review-change.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const answer = await forecasting(flags, world, (options) => reviewChange({ base, head }, world, options));
      return report(answer, flags, world);
    }),
  );
}
