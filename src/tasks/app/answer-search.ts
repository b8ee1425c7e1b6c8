import type { AppWorld } from "../../ports/app-world.ts";
import type { PullRequest } from "../../ports/pull-request.ts";
import { adviseMarkdown, compareMarkdown } from "../../report/index.ts";
import { adviseLoaded } from "../advise-deployments.ts";
import { compareLoaded } from "../compare-platforms.ts";
import type { LoadedDeployment } from "../load-deployments.ts";
import { publicWorld, reviewOptions } from "./review-options.ts";

/** `/loadline advise`: the cheapest that holds for each deployment of the change. */
export async function answerAdvise(
  app: AppWorld,
  pull: PullRequest,
  loaded: readonly LoadedDeployment[],
): Promise<string> {
  const options = { ...reviewOptions(app), weights: null, minReplicas: 1 };
  const found = [];
  for (const one of loaded) found.push(await adviseLoaded(one, publicWorld(app, pull), options));
  return adviseMarkdown(found, null, "this change as it is");
}

/** `/loadline compare`: each deployment of the change on every platform. */
export async function answerCompare(
  app: AppWorld,
  pull: PullRequest,
  loaded: readonly LoadedDeployment[],
): Promise<string> {
  const found: string[] = [];
  const world = publicWorld(app, pull);
  for (const one of loaded) found.push(compareMarkdown(await compareLoaded(one, world, reviewOptions(app))));
  return found.join("\n\n");
}
