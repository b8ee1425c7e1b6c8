import type { Command } from "commander";
import { COMMAND_LINE } from "../../mistakes/command-line.ts";
import { commandLineError } from "../../ports/failure.ts";
import type { World } from "../../ports/world.ts";
import type { Answer } from "../../tasks/answer.ts";
import type { CalibrateOptions } from "../../tasks/calibrate-engine.ts";
import { type CommonFlags, durationOf, wholeOf, wholesOf, withJson } from "../options.ts";
import { progressBar } from "../progress.ts";
import { run, show } from "../run.ts";
import { type ServingFlags, servingOf, withServing } from "../serving-options.ts";

interface CalibrateFlags extends CommonFlags, ServingFlags, ProbeFlags {
  readonly architecture?: string;
  readonly processor?: string;
  readonly out: string;
  readonly now?: string;
}

interface ProbeFlags {
  readonly endpoint?: string;
  readonly prometheus?: string;
  readonly window: string;
  readonly servedModel?: string;
  readonly concurrency: string;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly requests: string;
  readonly limit: string;
  readonly silence: string;
}

export function calibrateCommand(program: Command): void {
  const command = program
    .command("calibrate")
    .description("fit step times to your own measurements, and write a calibration that ModelDeployments can name")
    .argument(
      "[results...]",
      "results of `vllm bench serve` or GuideLLM, saved answers of Prometheus, pages of /metrics",
    );
  withProbe(withServing(command))
    .option(
      "--architecture <file>",
      "shape of a model that is not in the catalogue: the keys of spec.model.architecture",
    )
    .option(
      "--processor <file>",
      "a CPU or another processor that is not in the catalogue: memory, bytesPerSecond, flopPerSecond",
    )
    .option("--out <file>", "where the calibration is written", "calibration.yaml")
    .option("--now <date>", "day of the fit, YYYY-MM-DD (default: today, UTC)")
    .addHelpText("after", HELP);
  withJson(command).action((results: string[], flags: CalibrateFlags) =>
    run(async () => {
      refuseWrongNumber(results, flags);
      const [{ planningDay }, { realWorld }] = await Promise.all([
        import("../../tasks/planning-day.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      const bar = progressBar();
      const options: CalibrateOptions = {
        serving: servingOf(flags),
        architecture: flags.architecture ?? null,
        processor: flags.processor ?? null,
        servedModel: flags.servedModel ?? flags.model,
        out: flags.out,
        now: planningDay(flags.now, world.clock),
        progress: bar.update,
      };
      return show(await answered({ results, flags }, world, options).finally(bar.end), flags);
    }),
  );
}

const withProbe = (command: Command): Command =>
  command
    .option("--endpoint <url>", "measure an OpenAI-compatible server on this machine instead, by a short load")
    .option(
      "--prometheus <name>",
      "read the histograms of an engine instead; its address is in LOADLINE_PROMETHEUS_<NAME>",
    )
    .option("--window <duration>", "how far back to read them", "6h")
    .option("--served-model <name>", "what the server calls the model (default: --model)")
    .option("--concurrency <list>", "requests at once, one load each", "1,2,4,8,16")
    .option("--input-tokens <n>", "mean prompt of the load", "256")
    .option("--output-tokens <n>", "mean answer of the load", "64")
    .option("--requests <n>", "requests of each client; at least 16 at each concurrency", "4")
    .option("--limit <seconds>", "send nothing more after this", "300")
    .option("--silence <seconds>", "give up where the server says nothing for this long", "60");

interface Named {
  readonly results: readonly string[];
  readonly flags: CalibrateFlags;
}

async function answered({ results, flags }: Named, world: World, options: CalibrateOptions): Promise<Answer> {
  if (flags.endpoint !== undefined) return probed(flags, world, options);
  const tasks = await import("../../tasks/calibrate-engine.ts");
  if (flags.prometheus === undefined) return tasks.calibrateFromFiles(results, world, options);
  const length = durationOf("--window", flags.window, "6h");
  const end = Math.floor(world.clock.now().getTime() / 1000);
  const range = { start: end - length, end, step: Math.max(60, Math.ceil(length / MOMENTS)) };
  return tasks.calibrateFromMetrics(await world.metrics(flags.prometheus), world, { ...options, range });
}

/** Moments that a window is read at. */
const MOMENTS = 120;

async function probed(flags: CalibrateFlags, world: World, options: CalibrateOptions): Promise<Answer> {
  const { calibrateFromEndpoint } = await import("../../tasks/probe-engine.ts");
  const plan = {
    model: options.servedModel,
    concurrencies: wholesOf("--concurrency", flags.concurrency, 1024),
    inputTokens: wholeOf("--input-tokens", flags.inputTokens, 1),
    outputTokens: wholeOf("--output-tokens", flags.outputTokens, 2),
    requests: wholeOf("--requests", flags.requests, 1),
    limit: wholeOf("--limit", flags.limit, 1),
    stopwatch: () => performance.now() / 1000,
    progress: options.progress,
  };
  const endpoint = await world.inference(flags.endpoint ?? "", wholeOf("--silence", flags.silence, 1));
  const say = (text: string) => void process.stderr.write(`${text}\n`);
  return calibrateFromEndpoint(world, { ...options, plan, endpoint, say });
}

const HELP = `
Example:
  $ loadline calibrate results/*.json --model Qwen/Qwen3-8B --gpu l40s --engine vllm@0.15 --out calibrations/chat.yaml
  $ loadline calibrate --endpoint http://127.0.0.1:8000 --model Qwen/Qwen3-8B --gpu l40s --engine vllm@0.15
  $ LOADLINE_PROMETHEUS_MAIN=http://127.0.0.1:9090 loadline calibrate --prometheus main --model Qwen/Qwen3-8B --gpu l40s
`;

function refuseWrongNumber(results: readonly string[], { endpoint, prometheus }: ProbeFlags): void {
  const flags = [endpoint && "--endpoint", prometheus && "--prometheus"].filter((flag) => flag !== undefined);
  const given = [...results.slice(0, 1), ...flags];
  if (given.length === 1) return;
  throw commandLineError("results", COMMAND_LINE.nothingToMeasure(given));
}
