import type { Command } from "commander";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, withForecast, withFormat, withVerbose } from "../options.ts";
import { report, run } from "../run.ts";

export function planCommand(program: Command): void {
  const command = program
    .command("plan")
    .description("the main job: forecast capacity, latency and cost of ModelDeployments")
    .argument("<file...>", "ModelDeployment files, or folders that hold loadline.yaml")
    .addHelpText("after", "\nExample:\n  $ loadline plan models/chat.yaml --traffic-scale 2 --format markdown\n");
  withVerbose(withFormat(withForecast(command))).action((named: string[], flags: ForecastFlags) =>
    run(async () => {
      const [{ planDeployments }, { realWorld }] = await Promise.all([
        import("../../tasks/plan-deployments.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const answer = await forecasting(flags, world, (options) => planDeployments(named, world, options));
      return report(answer, flags, world);
    }),
  );
}
