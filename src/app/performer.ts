import type { AppStore } from "../ports/app-store.ts";
import { OutsideError } from "../ports/failure.ts";
import type { GitHubApp } from "../ports/github-app.ts";
import type { AppSettings } from "./environment.ts";
import type { Perform } from "./perform.ts";

export interface PerformerDesk {
  readonly github: GitHubApp;
  readonly store: AppStore;
  readonly settings: AppSettings;
}

/** Joins the App's transport with the task that decides; the one place where the two meet. */
export async function performer(desk: PerformerDesk): Promise<Perform> {
  void desk;
  return async (work) => {
    if (work.kind === "sweep") return { kind: "done" };
    throw new OutsideError("loadline", `does not know yet how to ${work.kind}`, true);
  };
}
