import type { World } from "../ports/world.ts";
import type { ForecastOptions } from "../tasks/forecast-deployments.ts";
import { type ForecastFlags, horizonOf, positiveOf, wholeOf } from "./options.ts";
import { progressBar } from "./progress.ts";

/** Runs forecasting work with what the flags say, showing how far it is. */
export async function forecasting<T>(
  flags: ForecastFlags,
  world: Pick<World, "clock">,
  work: (options: ForecastOptions) => Promise<T>,
): Promise<T> {
  // Loaded with the planner, only when something is to be forecast: help has to come at once.
  const { planningDay } = await import("../tasks/planning-day.ts");
  const bar = progressBar();
  const options: ForecastOptions = {
    now: planningDay(flags.now, world.clock),
    seed: wholeOf("--seed", flags.seed, 0),
    horizonSeconds: horizonOf(flags.horizon),
    trafficScale: positiveOf("--traffic-scale", flags.trafficScale),
    lengthScale: {
      input: positiveOf("--input-scale", flags.inputScale),
      output: positiveOf("--output-scale", flags.outputScale),
    },
    traffic: flags.traffic ?? null,
    progress: bar.update,
  };
  try {
    return await work(options);
  } finally {
    bar.end();
  }
}
