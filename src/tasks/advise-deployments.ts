import {
  type Advice,
  advise,
  type PlanOption,
  type Space,
  type TogetherAdvice,
  together,
  type WeightFormat,
} from "../../planner/index.ts";
import type { World } from "../ports/world.ts";
import { adviseHtml, adviseJson, adviseMarkdown, adviseText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import type { TrafficWorld } from "./deployment-traffic.ts";
import { type ForecastOptions, noTraffic, readFor } from "./forecast-deployments.ts";
import { type LoadedDeployment, loadDeployments } from "./load-deployments.ts";

/** What the search may be told beside what any forecast may. */
export interface AdviseOptions extends ForecastOptions {
  /** Weights that may be served; null = whatever the engine can load. */
  readonly weights: readonly WeightFormat[] | null;
  /** Replicas that there are to be at least. */
  readonly minReplicas: number;
}

/** `advise`: the cheapest plan that holds for each deployment; several share the quota and the budget of their Settings. */
export async function adviseDeployments(
  named: readonly string[],
  world: TrafficWorld & Pick<World, "sources">,
  options: AdviseOptions,
): Promise<Answer> {
  const loaded = await loadDeployments(named, world.sources);
  const histories = new Map();
  const found: { advice: Advice; options: readonly PlanOption[] }[] = [];
  for (const [index, one] of loaded.entries()) {
    const progress = (share: number) => options.progress((index + share) / loaded.length, one.located.value.name);
    progress(0);
    const read = await readFor(one, world, { options, histories });
    found.push(await adviseOne(one, read, { ...options, progress, sharesNodes: loaded.length > 1 }));
  }
  options.progress(1, "");
  const advices = found.map(({ advice }) => advice);
  const shared = loaded.length > 1 ? togetherOf(loaded, found) : null;
  return {
    code: (shared?.feasible ?? advices.every(({ recommendation }) => recommendation !== null)) ? 0 : 1,
    document: () => adviseJson(advices, shared),
    text: (style) => adviseText(advices, shared, style),
    markdown: () => adviseMarkdown(advices, shared),
    html: () => adviseHtml(advices, shared),
  };
}

async function adviseOne(
  { located, settings }: LoadedDeployment,
  read: Awaited<ReturnType<typeof readFor>>,
  options: Omit<AdviseOptions, "progress"> & {
    readonly sharesNodes: boolean;
    readonly progress: (share: number) => void;
  },
) {
  const { now, seed, horizonSeconds, trafficScale, weights, minReplicas, sharesNodes, progress } = options;
  const space: Space = {
    quota: settings.quota,
    weights,
    minReplicas,
    tunesEngine: true,
    tunesScaling: true,
    sharesNodes,
  };
  const request = { deployment: located.value, settings, ...read, now, seed, horizonSeconds, trafficScale, progress };
  const answer = (await options.planner?.advise(request, space)) ?? advise(request, space);
  if (answer.kind === "advice") return answer;
  throw noTraffic(located);
}

/** All deployments under one quota and one budget: those of the first file's Settings. */
function togetherOf(
  [first]: readonly LoadedDeployment[],
  found: readonly { readonly options: readonly PlanOption[] }[],
): TogetherAdvice {
  const { settings } = first ?? {};
  return together({
    options: found.map(({ options }) => options),
    quota: settings?.quota ?? { gpus: {}, instances: {} },
    budgetUsd: settings?.budget?.monthlyUsd ?? null,
  });
}

/** The advice for one deployment that is loaded already. */
export async function adviseLoaded(
  loaded: LoadedDeployment,
  world: TrafficWorld,
  options: AdviseOptions,
): Promise<Advice> {
  const read = await readFor(loaded, world, { options, histories: new Map() });
  const progress = (share: number) => options.progress(share, loaded.located.value.name);
  const { advice } = await adviseOne(loaded, read, { ...options, progress, sharesNodes: false });
  return advice;
}
