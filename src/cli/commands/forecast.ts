import type { Command } from "commander";
import { type CommonFlags, horizonOf, positiveOf, wholeOf, windowOf, withFormat, withJson } from "../options.ts";
import { type Format, report, run } from "../run.ts";

interface RateFlags extends CommonFlags {
  readonly horizon: string;
  readonly window?: string;
  readonly start?: string;
  readonly holiday: readonly string[];
  readonly trafficScale: string;
  readonly seed: string;
  readonly now?: string;
  readonly format?: Format;
  readonly out?: string;
}

const collect = (value: string, before: readonly string[]): readonly string[] => [...before, value];

export function forecastCommand(program: Command): void {
  const command = program
    .command("forecast")
    .description("traffic only: history in, points and intervals out")
    .argument("<traffic...>", "a request log, rates by the window, or a ModelDeployment: one file")
    .option("--horizon <duration>", "how far to look ahead", "30d")
    .option("--window <duration>", "length of a point, 1m to 1d (default: suits the history)")
    .option("--start <instant>", "RFC 3339; dates time 0 of a log that has only relative times")
    .option(
      "--holiday <date>",
      "a day that is like a Sunday, YYYY-MM-DD in UTC; may be given several times",
      collect,
      [],
    )
    .option("--traffic-scale <factor>", "what if there were this many times the traffic", "1")
    .option("--seed <n>", "accepted for symmetry; a forecast of rates draws nothing at random", "1")
    .option("--now <date>", "the day to forecast from, YYYY-MM-DD; decides how old data is (default: today, UTC)")
    .addHelpText(
      "after",
      "\nExample:\n  $ loadline forecast traffic/chat.csv --horizon 4d --window 1h --json\n  $ loadline forecast models/chat.yaml --holiday 2026-12-25\n",
    );
  withFormat(withJson(command)).action((traffic: string[], flags: RateFlags) =>
    run(async () => {
      const [{ forecastTraffic }, { planningDay }, { startInstant }, { holidayOn }, { realWorld }] = await Promise.all([
        import("../../tasks/forecast-traffic.ts"),
        import("../../tasks/planning-day.ts"),
        import("../../tasks/start-instant.ts"),
        import("../../tasks/holiday.ts"),
        import("../../world.ts"),
      ]);
      const world = realWorld();
      wholeOf("--seed", flags.seed, 0);
      const answer = await forecastTraffic(traffic, world, {
        now: planningDay(flags.now, world.clock),
        horizonSeconds: horizonOf(flags.horizon),
        windowSeconds: flags.window === undefined ? null : windowOf(flags.window),
        start: startInstant(flags.start),
        holidays: flags.holiday.map(holidayOn),
        trafficScale: positiveOf("--traffic-scale", flags.trafficScale),
      });
      return report(answer, flags, world);
    }),
  );
}
