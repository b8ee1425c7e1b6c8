import { stat } from "node:fs/promises";
import { dirname } from "node:path";
import type { GitOpsRepository } from "../ports/gitops.ts";
import { type LocalGitSettings, openLocalGit } from "./local-git.ts";

export interface GitOpsSettings extends LocalGitSettings {
  readonly wait: (milliseconds: number) => Promise<void>;
}

/** Owner and name as GitHub allows them; a path that climbs (`../x`) is none. */
const GITHUB_NAME = /^([A-Za-z0-9](?:[A-Za-z0-9-]{0,38}))\/([\w.-]{1,100})$/;

/** A folder on this disk, else `owner/name` at GitHub. What looks like both is the folder. */
export async function openGitOps(where: string, settings: GitOpsSettings): Promise<GitOpsRepository> {
  const [, owner, name] = GITHUB_NAME.exec(where) ?? [];
  if (owner === undefined || name === undefined || /^\.{1,2}$/.test(name) || (await isOnDisk(where))) {
    return openLocalGit(where, settings);
  }
  const [{ connectGitHub }, { githubRepository }] = await Promise.all([
    import("./github/commits/connect.ts"),
    import("./github/commits/repository.ts"),
  ]);
  return githubRepository(connectGitHub(settings.environment), { owner, name }, settings);
}

/** `work/gitops` beside a folder `work` is a path with a mistake in it. */
async function isOnDisk(where: string): Promise<boolean> {
  const found = await Promise.all([where, dirname(where)].map((path) => stat(path).catch(() => null)));
  return found.some((entry) => entry !== null);
}
