import { compare } from "../../planner/index.ts";
import type { World } from "../ports/world.ts";
import { compareHtml, compareJson, compareMarkdown, compareText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import type { TrafficWorld } from "./deployment-traffic.ts";
import { type ForecastOptions, noTraffic, readFor } from "./forecast-deployments.ts";
import { type LoadedDeployment, loadDeployments } from "./load-deployments.ts";

/** `compare`: the workload of one ModelDeployment on every platform. */
export async function comparePlatforms(
  named: string,
  world: TrafficWorld & Pick<World, "sources">,
  options: ForecastOptions,
): Promise<Answer> {
  const [one] = await loadDeployments([named], world.sources);
  if (one === undefined) throw new Error("a file or folder that was loaded has a deployment");
  const compared = await compareLoaded(one, world, options);
  const { comparison, deployment } = compared;
  return {
    code: comparison.platforms.some(({ plan }) => plan !== null) ? 0 : 1,
    document: () => compareJson(comparison, deployment),
    text: (style) => compareText(compared, style),
    markdown: () => compareMarkdown(compared),
    html: () => compareHtml(compared),
  };
}

/** The comparison for one deployment that is loaded already. */
export async function compareLoaded(one: LoadedDeployment, world: TrafficWorld, options: ForecastOptions) {
  const { located, settings } = one;
  const read = await readFor(one, world, { options, histories: new Map() });
  const { now, seed, horizonSeconds, trafficScale } = options;
  const progress = (share: number) => options.progress(share, located.value.name);
  const request = { deployment: located.value, settings, ...read, now, seed, horizonSeconds, trafficScale, progress };
  const answer = (await options.planner?.compare(request, settings.quota)) ?? compare(request, settings.quota);
  options.progress(1, "");
  if (answer.kind === "noTraffic") throw noTraffic(located);
  return { comparison: answer.comparison, deployment: located.value };
}
