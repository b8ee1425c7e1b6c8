import type { AppWorld } from "../../ports/app-world.ts";
import { adviseMarkdown, compareMarkdown } from "../../report/index.ts";
import { adviseLoaded } from "../advise-deployments.ts";
import { compareLoaded } from "../compare-platforms.ts";
import type { LoadedDeployment } from "../load-deployments.ts";
import { reviewOptions } from "./review-options.ts";

/** `/loadline advise`: the cheapest that holds for each deployment of the change. */
export async function answerAdvise(app: AppWorld, loaded: readonly LoadedDeployment[]): Promise<string> {
  const options = { ...reviewOptions(app), weights: null, minReplicas: 1 };
  const found = [];
  for (const one of loaded) found.push(await adviseLoaded(one, app.world, options));
  return adviseMarkdown(found, null);
}

/** `/loadline compare`: each deployment of the change on every platform. */
export async function answerCompare(app: AppWorld, loaded: readonly LoadedDeployment[]): Promise<string> {
  const found: string[] = [];
  for (const one of loaded) found.push(compareMarkdown(await compareLoaded(one, app.world, reviewOptions(app))));
  return found.join("\n\n");
}
