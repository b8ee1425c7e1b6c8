import type { AppWorld } from "../../ports/app-world.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import type { ForecastOptions } from "../forecast-deployments.ts";
import { planningDay } from "../planning-day.ts";
import { cachedJudge } from "./cached-forecasts.ts";

const HORIZON_SECONDS = 30 * 86_400;

/** A review asks as `loadline diff` does by default: seed 1, thirty days ahead, today. */
export function reviewOptions({ world, planner }: AppWorld): ForecastOptions {
  return {
    now: planningDay(undefined, world.clock),
    seed: 1,
    horizonSeconds: HORIZON_SECONDS,
    trafficScale: 1,
    lengthScale: { input: 1, output: 1 },
    traffic: null,
    progress: () => undefined,
    ...(planner === null ? {} : { planner }),
  };
}

/** Forecasts for a pull request. From a fork nobody's Prometheus is asked: its numbers would be public. */
export function judgeFor(app: AppWorld, { isFork }: Pick<PullRequest, "isFork">, options = reviewOptions(app)) {
  const metrics = async () => {
    throw new OutsideError("loadline", "traffic of a Prometheus is not read for a pull request from a fork", false);
  };
  const world = isFork ? { ...app.world, metrics } : app.world;
  return cachedJudge({ memory: app.memory, world, options, release: isFork ? "fork" : "" });
}
