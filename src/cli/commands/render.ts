import type { Command } from "commander";
import { COMMAND_LINE } from "../../mistakes/command-line.ts";
import { commandLineError } from "../../ports/failure.ts";
import type { RenderTarget } from "../../tasks/render-deployments.ts";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, withForecast } from "../options.ts";
import { run, show } from "../run.ts";

interface RenderFlags extends ForecastFlags {
  readonly out?: string;
  readonly diff?: string;
}

export function renderCommand(program: Command): void {
  const command = program
    .command("render")
    .description("manifests into a folder, whatever the verdict, but only valid ones")
    .argument("<file...>", "ModelDeployment files, or folders that hold loadline.yaml")
    .option("--out <dir>", "folder to write into")
    .option("--diff <dir>", "show what changes against this folder; nothing is written without --out")
    .addHelpText("after", "\nExample:\n  $ loadline render models/chat.yaml --out rendered\n");
  withForecast(command).action((named: string[], flags: RenderFlags) =>
    run(async () => {
      const [{ renderToFolder }, { realWorld }] = await Promise.all([
        import("../../tasks/render-deployments.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const request = { named, target: targetOf(flags) };
      const answer = await forecasting(flags, world, (options) => renderToFolder(request, world, options));
      return show(answer, flags);
    }),
  );
}

function targetOf({ out, diff }: RenderFlags): RenderTarget {
  if (diff === undefined && out === undefined) throw commandLineError("--out", COMMAND_LINE.nowhereToRender);
  return { ...(out === undefined ? {} : { out }), ...(diff === undefined ? {} : { against: diff }) };
}
