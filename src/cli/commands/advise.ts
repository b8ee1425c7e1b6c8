import { type Command, Option } from "commander";
import type { WeightFormat } from "../../../planner/index.ts";
import { COMMAND_LINE } from "../../mistakes/command-line.ts";
import { commandLineError } from "../../ports/failure.ts";
import { forecasting } from "../forecast-options.ts";
import { type ForecastFlags, wholeOf, withForecast, withFormat } from "../options.ts";
import { report, run } from "../run.ts";

interface AdviseFlags extends ForecastFlags {
  readonly weights?: string;
  readonly minReplicas: string;
}

export function adviseCommand(program: Command): void {
  const command = program
    .command("advise")
    .description("the search: cheapest plan that holds, and the runners-up")
    .argument("<file...>", "ModelDeployment files; several share the quota and budget of their loadline.yaml")
    .addOption(new Option("--weights <formats>", "weights that may be served, such as bf16,fp8 (default: any)"))
    .option("--min-replicas <n>", "replicas that there are to be at least", "1")
    .addHelpText("after", "\nExample:\n  $ loadline advise models/chat.yaml --weights bf16,fp8\n");
  withFormat(withForecast(command)).action((named: string[], flags: AdviseFlags) =>
    run(async () => {
      const [{ adviseDeployments }, { realWorld }] = await Promise.all([
        import("../../tasks/advise-deployments.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const weights = weightsOf(flags.weights);
      const minReplicas = wholeOf("--min-replicas", flags.minReplicas, 1);
      const answer = await forecasting(flags, world, (options) =>
        adviseDeployments(named, world, { ...options, weights, minReplicas }),
      );
      return report(answer, flags, world);
    }),
  );
}

const FORMATS: readonly WeightFormat[] = [
  ...(["bf16", "fp16", "fp8", "int8"] as const),
  ...(["gptq-int4", "awq-int4", "mxfp4", "nvfp4"] as const),
];

function weightsOf(text: string | undefined): readonly WeightFormat[] | null {
  if (text === undefined) return null;
  return text.split(",").map((part) => {
    const format = FORMATS.find((known) => known === part.trim());
    if (format !== undefined) return format;
    throw commandLineError("--weights", COMMAND_LINE.noFormats(text, FORMATS));
  });
}
