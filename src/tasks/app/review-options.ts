import type { AppWorld } from "../../ports/app-world.ts";
import { OutsideError } from "../../ports/failure.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import type { World } from "../../ports/world.ts";
import type { ForecastOptions } from "../forecast-deployments.ts";
import { planningDay } from "../planning-day.ts";
import type { Judge, Side } from "../review-sides.ts";
import { overridesPrint, withOwnTemplates } from "../template-overrides.ts";
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

/** A pull request from a fork asked for numbers that only this repository's people may see. */
export class PrivateTraffic extends OutsideError {
  constructor() {
    super("loadline", "traffic of a Prometheus is not read for a pull request from a fork", false);
    this.name = "PrivateTraffic";
  }
}

/** The world as a pull request may use it. From a fork nobody's Prometheus is asked: its numbers would be public. */
export function publicWorld({ world }: AppWorld, { isFork }: Pick<PullRequest, "isFork">): World {
  const metrics = async () => {
    throw new PrivateTraffic();
  };
  return isFork ? { ...world, metrics } : world;
}

/** Forecasts for a pull request, each content once. `trusted`: whose templates may stand in for loadline's. */
export function judgeFor(app: AppWorld, { isFork }: Pick<PullRequest, "isFork">, trusted: Pick<Side, "source">): Judge {
  return cachedJudge({
    memory: app.memory,
    world: withOwnTemplates(publicWorld(app, { isFork }), [trusted]),
    options: reviewOptions(app),
    release: () => releaseFor({ isFork }, trusted),
  });
}

/** What a forecast depends on beside its deployment: whether metrics may be asked, and templates of the repository's own. */
export async function releaseFor(
  { isFork }: Pick<PullRequest, "isFork">,
  { source }: Pick<Side, "source">,
): Promise<string> {
  return `${isFork ? "fork" : ""}${await overridesPrint(source)}`;
}
