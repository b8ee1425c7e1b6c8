import type { Command } from "commander";
import { COMMAND_LINE } from "../../mistakes/command-line.ts";
import { commandLineError } from "../../ports/failure.ts";
import { type CommonFlags, wholeOf, withJson } from "../options.ts";
import { progressBar } from "../progress.ts";
import { EXIT, print, run, show } from "../run.ts";

interface SimulateFlags extends CommonFlags {
  readonly requests?: string;
  readonly results?: string;
  readonly batch?: string;
  readonly seed: string;
  readonly now?: string;
}

const stopwatch = (): number => performance.now() / 1000;

export function simulateCommand(program: Command): void {
  const command = program
    .command("simulate")
    .description("the simulator alone: a Scenario, or a batch of them")
    .argument("[scenario]", "a Scenario file")
    .option("--requests <file>", "requests to replay: request_id,arrival_s,input_tokens,output_tokens")
    .option("--results <file>", "write what happened to each request as CSV")
    .option("--batch <file>", "scenarios as JSON lines; one answer a line")
    .option("--seed <n>", "seed of scenarios that state none", "1")
    .option("--now <date>", "accepted for symmetry; a simulation does not depend on the day")
    .addHelpText(
      "after",
      `
Times in the results are seconds on the clock of the requests. Where those have dates, it starts at the first of them.
Requests that are replayed take the place of spec.load.

Example:
  $ loadline simulate scenario.yaml --requests requests.csv --results results.csv
`,
    );
  withJson(command).action((scenario: string | undefined, flags: SimulateFlags) =>
    run(async () => {
      const [tasks, { planningDay }, { realWorld }] = await Promise.all([
        import("../../tasks/simulate-scenarios.ts"),
        import("../../tasks/planning-day.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      planningDay(flags.now, world.clock);
      const bar = progressBar();
      const note = (text: string) => void process.stderr.write(`${text}\n`);
      const options = { seed: wholeOf("--seed", flags.seed, 0), stopwatch, progress: bar.update, note };
      if (flags.batch !== undefined) {
        refuseBoth(scenario, flags);
        const silent = { ...options, progress: () => undefined };
        return printBatch(tasks.simulateBatch(flags.batch, world, silent));
      }
      if (scenario === undefined) throw nothingNamed();
      const named = { scenario, requests: flags.requests ?? null, results: flags.results ?? null };
      const answer = await tasks.simulateFile(named, world, options).finally(bar.end);
      return show(answer, { json: flags.json === true || answer.code === 1 });
    }),
  );
}

async function printBatch(answers: AsyncGenerator<object>): Promise<number> {
  let code: number = EXIT.done;
  for await (const answer of answers) {
    if ("error" in answer) code = EXIT.refused;
    await print(`${JSON.stringify(answer)}\n`);
  }
  return code;
}

function refuseBoth(scenario: string | undefined, flags: SimulateFlags): void {
  if (scenario === undefined && flags.requests === undefined && flags.results === undefined) return;
  const found = scenario ?? flags.requests ?? flags.results ?? "";
  throw commandLineError("--batch", COMMAND_LINE.batchAndMore(found));
}

const nothingNamed = () => commandLineError("scenario", COMMAND_LINE.nothingToSimulate);
