import { manifestFindings, withFindings } from "../../planner/index.ts";
import { InputError } from "../ports/failure.ts";
import type { World } from "../ports/world.ts";
import { manifestsOf } from "../render/documents.ts";
import { renderManifests } from "../render/manifests.ts";
import {
  type ForecastOptions,
  forecastDeployments,
  type LocatedForecast,
  type TrafficWorld,
} from "./forecast-deployments.ts";
import type { LoadedDeployment } from "./load-deployments.ts";
import { renderInputs } from "./render-inputs.ts";

export type JudgingWorld = TrafficWorld & Pick<World, "templates">;

/** Forecasts deployments, then holds what would be rendered for them against the policies about manifests: a plan and a commit
 *  must not disagree about what blocks. */
export async function judgeDeployments(
  loaded: readonly LoadedDeployment[],
  world: JudgingWorld,
  options: ForecastOptions,
): Promise<readonly LocatedForecast[]> {
  const located = await forecastDeployments(loaded, world, options);
  const templates = await world.templates.read();
  return Promise.all(located.map((one) => withManifests(one, templates)));
}

async function withManifests(one: LocatedForecast, templates: ReadonlyMap<string, string>): Promise<LocatedForecast> {
  const { forecast, loaded } = one;
  if (forecast.plan === null) return one;
  const set = { manifests: manifestsOf(await renderedFor(one, templates)), forecast };
  return { ...one, forecast: withFindings(forecast, manifestFindings(set, loaded.settings)) };
}

/** Nothing where no manifest can be rendered: whoever renders is told why, a plan holds without. */
async function renderedFor(
  one: LocatedForecast,
  templates: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const provenance = async () => ({ repository: null, revision: null });
  try {
    const [input] = await renderInputs([one], { provenance });
    return input === undefined ? new Map() : renderManifests(input, templates);
  } catch (error) {
    if (error instanceof InputError) return new Map();
    throw error;
  }
}
