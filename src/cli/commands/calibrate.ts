import type { Command } from "commander";
import { commandLineError } from "../../ports/failure.ts";
import type { CalibrateOptions } from "../../tasks/calibrate-engine.ts";
import { type CommonFlags, withJson } from "../options.ts";
import { progressBar } from "../progress.ts";
import { run, show } from "../run.ts";
import { type ServingFlags, servingOf, withServing } from "../serving-options.ts";

interface CalibrateFlags extends CommonFlags, ServingFlags {
  readonly architecture?: string;
  readonly out: string;
  readonly now?: string;
}

export function calibrateCommand(program: Command): void {
  const command = program
    .command("calibrate")
    .description("fit step times to your own measurements, and write a calibration that ModelDeployments can name")
    .argument("[results...]", "files that `vllm bench serve` or GuideLLM saved, one or more loads each");
  withServing(command)
    .option(
      "--architecture <file>",
      "shape of a model that is not in the catalogue: the keys of spec.model.architecture",
    )
    .option("--out <file>", "where the calibration is written", "calibration.yaml")
    .option("--now <date>", "day of the fit, YYYY-MM-DD (default: today, UTC)")
    .addHelpText("after", HELP);
  withJson(command).action((results: string[], flags: CalibrateFlags) =>
    run(async () => {
      if (results.length === 0) throw nothingNamed();
      const [{ calibrateFromFiles }, { planningDay }, { realWorld }] = await Promise.all([
        import("../../tasks/calibrate-engine.ts"),
        import("../../tasks/planning-day.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const bar = progressBar();
      const options: CalibrateOptions = {
        serving: servingOf(flags),
        architecture: flags.architecture ?? null,
        out: flags.out,
        now: planningDay(flags.now, world.clock),
        progress: bar.update,
      };
      return show(await calibrateFromFiles(results, world, options).finally(bar.end), flags);
    }),
  );
}

const HELP = `
Example:
  $ loadline calibrate results/*.json --model Qwen/Qwen3-8B --gpu l40s --engine vllm@0.15 --out calibrations/chat.yaml
`;

const nothingNamed = () =>
  commandLineError("results", {
    found: "nothing",
    wanted: "files with measurements",
    advice: "loadline calibrate --help shows an example.",
  });
