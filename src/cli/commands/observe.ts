import type { Command } from "commander";
import { type CommonFlags, durationOf, wholeOf, withFormat, withJson } from "../options.ts";
import { progressBar } from "../progress.ts";
import { type Format, report, run } from "../run.ts";

interface ObserveFlags extends CommonFlags {
  readonly window: string;
  readonly against?: string;
  readonly prometheus?: string;
  readonly selector?: string;
  readonly traffic?: string;
  readonly seed: string;
  readonly now?: string;
  readonly format?: Format;
  readonly out?: string;
}

export function observeCommand(program: Command): void {
  const command = program
    .command("observe")
    .description("a past forecast against what Prometheus measured: what drifted, and whether a recalibration pays")
    .argument("<file>", "a ModelDeployment file")
    .option("--window <duration>", "how far back from --now, in hours or days", "7d")
    .option("--against <what>", "the file at a Git revision, or JSON of loadline plan (default: forecast again)")
    .option("--prometheus <name>", "who measured it (default: that of the traffic, or the only one of loadline.yaml)")
    .option(
      "--selector <labels>",
      "labels of the engine's series (default: those of the rate; else namespace, service)",
    )
    .option("--traffic <file>", "a request log instead of the deployment's own: what was known before")
    .option("--seed <n>", "seed of everything random", "1")
    .option("--now <date>", "the day on whose beginning the window ends, YYYY-MM-DD (default: today, UTC)")
    .addHelpText("after", HELP);
  withFormat(withJson(command)).action((file: string, flags: ObserveFlags) =>
    run(async () => {
      const [tasks, { planningDay }, { realWorld }] = await Promise.all([
        import("../../tasks/observe-command.ts"),
        import("../../tasks/planning-day.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const now = planningDay(flags.now, world.clock);
      const { out = null, against = null, prometheus = null, selector = null, traffic = null } = flags;
      const bar = progressBar();
      const options = {
        ...{ ...windowBefore(now, flags.window), now, seed: wholeOf("--seed", flags.seed, 0) },
        ...{ prometheus, selector, traffic, comparesBefore: true, progress: bar.update },
      };
      const { answer, files } = await tasks.observeCommand({ file, against, out }, world, options).finally(bar.end);
      if (out !== null) await world.files.write(out, files);
      return report(answer, flags, world);
    }),
  );
}

/** Whole hours. */
function windowBefore(now: number, text: string): { readonly from: number; readonly to: number } {
  const seconds = Math.max(3600, Math.floor(durationOf("--window", text, "7d") / 3600) * 3600);
  return { from: now - seconds, to: now };
}

const HELP = `
Example:
  $ loadline observe models/chat.yaml --window 7d --out observed
  $ loadline observe models/chat.yaml --against v1.4.0 --format markdown
  $ LOADLINE_PROMETHEUS_MAIN=http://127.0.0.1:9090 loadline observe models/chat.yaml --against forecast.json --json
`;
