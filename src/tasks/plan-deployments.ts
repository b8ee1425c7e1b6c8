import type { DeploymentForecast } from "../../planner/index.ts";
import type { World } from "../ports/world.ts";
import { planHtml, planJson, planMarkdown, planText } from "../report/index.ts";
import type { Answer } from "./answer.ts";
import { type ForecastOptions, locateIn } from "./forecast-deployments.ts";
import { type JudgingWorld, judgeDeployments } from "./judge-deployments.ts";
import { loadDeployments } from "./load-deployments.ts";
import { withOwnTemplates } from "./template-overrides.ts";

/** `plan`: forecasts the ModelDeployments that a user names. */
export async function planDeployments(
  named: readonly string[],
  world: JudgingWorld & Pick<World, "sources">,
  options: ForecastOptions,
): Promise<Answer> {
  const loaded = await loadDeployments(named, world.sources);
  const located = await judgeDeployments(loaded, withOwnTemplates(world, loaded), options);
  const forecasts = located.map(({ forecast }) => forecast);
  const locate = locateIn(located);
  return {
    code: forecasts.some(isRefusal) ? 1 : 0,
    document: () => planJson(forecasts, locate),
    text: (style) => planText(forecasts, { ...style, locate }),
    markdown: () => planMarkdown(forecasts, locate),
    html: () => planHtml(forecasts, locate),
  };
}

/** Verdicts that end in exit code 1. */
export const isRefusal = ({ verdict }: Pick<DeploymentForecast, "verdict">): boolean =>
  verdict === "block" || verdict === "unknown";
