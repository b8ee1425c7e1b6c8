import type { Command } from "commander";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, withForecast } from "../options.ts";
import { run, show } from "../run.ts";

interface RenderFlags extends ForecastFlags {
  readonly out: string;
  readonly diff?: string;
}

export function renderCommand(program: Command): void {
  const command = program
    .command("render")
    .description("manifests into a folder, whatever the verdict, but only valid ones")
    .argument("<file...>", "ModelDeployment files, or folders that hold loadline.yaml")
    .requiredOption("--out <dir>", "folder to write into")
    .option("--diff <dir>", "show what would change against this folder instead of writing")
    .addHelpText("after", "\nExample:\n  $ loadline render models/chat.yaml --out rendered\n");
  withForecast(command).action((named: string[], flags: RenderFlags) =>
    run(async () => {
      const [{ renderToFolder }, { realWorld }] = await Promise.all([
        import("../../tasks/render-deployments.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const request = { named, out: flags.out, against: flags.diff ?? null };
      const answer = await forecasting(flags, world, (options) => renderToFolder(request, world, options));
      return show(answer, { format: flags.json ? "json" : "text", out: null, world });
    }),
  );
}
