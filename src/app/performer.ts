import type { AppOutside } from "../world.ts";
import { realWorld } from "../world.ts";
import type { AppSettings } from "./environment.ts";
import type { Perform } from "./perform.ts";

export interface PerformerDesk extends Pick<AppOutside, "github" | "store" | "argocd" | "planner"> {
  readonly settings: AppSettings;
}

/** Joins the App's transport with the tasks that decide; the one place where the two meet. */
export async function performer({ github, store, argocd, planner, settings }: PerformerDesk): Promise<Perform> {
  const { performWork } = await import("../tasks/app/perform-work.ts");
  const { queue, memory, reports } = store;
  const { publicUrl, accounts } = settings;
  const app = {
    hosts: github.hosts,
    gitops: github.gitops,
    queue,
    memory,
    reports,
    argocd,
    planner,
    publicUrl,
    accounts,
    world: realWorld(),
  };
  return (work, attempt) => performWork(work, app, attempt);
}
