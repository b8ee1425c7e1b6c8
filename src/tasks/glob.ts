import { matchesGlob } from "node:path";

/** Whether a repository path matches one of the Settings' globs ("models/*.yaml", "**" + "/model.yaml"). */
export function matchesAny(globs: readonly string[], path: string): boolean {
  return globs.some((glob) => matchesGlob(path, glob));
}
