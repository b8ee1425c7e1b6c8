import { createHash } from "node:crypto";
import type { DeploymentForecast } from "../../../planner/index.ts";
import type { ConfigSource } from "../../ports/config-source.ts";
import type { Memory } from "../../ports/work-queue.ts";
import type { ForecastOptions, LocatedForecast } from "../forecast-deployments.ts";
import { type JudgingWorld, judgeDeployments } from "../judge-deployments.ts";
import type { LoadedDeployment } from "../load-deployments.ts";
import type { Judge } from "../review-sides.ts";

export interface CachedJudge {
  readonly memory: Memory;
  readonly world: JudgingWorld;
  readonly options: ForecastOptions;
  /** What else an answer depends on: the release, and templates that stand in for loadline's. */
  readonly release: () => Promise<string>;
}

/** Forecasts by content: what was forecast on the same day from the same file, Settings and traffic is not forecast again. */
export function cachedJudge({ memory, world, options, release }: CachedJudge): Judge {
  return async (loaded, progress) => {
    const found: LocatedForecast[] = [];
    const asked = { ...options, release: await release() };
    for (const [index, one] of loaded.entries()) {
      progress(index / loaded.length, one.located.value.name);
      const key = await keyOf(one, asked);
      const known = await memory.read<DeploymentForecast>(key);
      found.push(
        known === null ? await judged(one, { memory, world, options, key }) : { forecast: known, loaded: one },
      );
    }
    return found;
  };
}

interface Judging extends Pick<CachedJudge, "memory" | "world" | "options"> {
  readonly key: string;
}

/** What is written is what the next reader gets: a forecast that was just made goes through the same text. */
async function judged(loaded: LoadedDeployment, { memory, world, options, key }: Judging): Promise<LocatedForecast> {
  const [one] = await judgeDeployments([loaded], world, { ...options, progress: () => undefined });
  if (one === undefined) throw new Error("a deployment without a forecast");
  const forecast: DeploymentForecast = JSON.parse(JSON.stringify(one.forecast));
  await memory.write(key, forecast);
  return { forecast, loaded };
}

export const FORECASTS = "forecast/";
const DAY = 86_400;
/** Forecasts are made for a day: after so many more nobody asks for them again. */
const KEPT_DAYS = 2;

/** The key under which the forecast of a deployment is remembered. Its day stands in front, so that old ones can be told. */
export async function keyOf(
  { located, settings, source }: LoadedDeployment,
  { now, seed, horizonSeconds, trafficScale, lengthScale, release }: ForecastOptions & { readonly release: string },
): Promise<string> {
  const { traffic, engine } = located.value;
  const files = [traffic?.source.kind === "file" ? traffic.source.file : null, engine.calibration];
  const contents = await Promise.all(files.map((file) => (file === null ? null : fingerprint(file, source))));
  const about = [located.value, settings, contents, now, seed, horizonSeconds, trafficScale, lengthScale, release];
  return `${FORECASTS}${Math.floor(now / DAY)}/${createHash("sha256").update(JSON.stringify(about)).digest("hex")}`;
}

/** Forgets forecasts of days that are over. */
export async function forgetForecasts(memory: Memory, now: number): Promise<void> {
  const oldest = Math.floor(now / DAY) - KEPT_DAYS;
  for (const key of await memory.keys(FORECASTS)) {
    if (!(Number(key.slice(FORECASTS.length).split("/", 1)[0]) >= oldest)) await memory.remove(key);
  }
}

async function fingerprint(file: string, source: ConfigSource): Promise<string> {
  const bytes = await source.read(file);
  return bytes === null ? "" : createHash("sha256").update(bytes).digest("hex");
}
