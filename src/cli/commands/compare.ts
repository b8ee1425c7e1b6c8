import type { Command } from "commander";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, withForecast, withFormat } from "../options.ts";
import { report, run } from "../run.ts";

export function compareCommand(program: Command): void {
  const command = program
    .command("compare")
    .description("the same workload on every platform")
    .argument("<file>", "a ModelDeployment")
    .addHelpText("after", "\nExample:\n  $ loadline compare models/chat.yaml --format markdown\n");
  withFormat(withForecast(command)).action((named: string, flags: ForecastFlags) =>
    run(async () => {
      const [{ comparePlatforms }, { realWorld }] = await Promise.all([
        import("../../tasks/compare-platforms.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const answer = await forecasting(flags, world, (options) => comparePlatforms(named, world, options));
      return report(answer, flags, world);
    }),
  );
}
