import { InputError, type Problem } from "../../ports/failure.ts";
import { isWithin, parentsOf, refusePath } from "../../ports/repository-path.ts";
import { inventoryFolder } from "./inventory.ts";

/** The owned paths without a closing slash. Throws when one is the root, unsafe, or inside another. */
export function checkOwned(paths: readonly string[]): string[] {
  const owned = [...new Set(paths.map((path) => (path.length > 1 ? path.replace(/\/$/, "") : path)))].sort();
  const problems = owned.flatMap((path) => {
    const reason = path === "." ? "is the root of the repository" : (refusePath(path) ?? reserved(path));
    const outer = owned.find((other) => other !== path && isWithin(path, other));
    if (reason !== null) return [problem(path, reason)];
    return outer === undefined ? [] : [problem(path, `lies inside ${outer}, which is owned too`)];
  });
  if (owned.length === 0) problems.push(problem("", "no owned path is given"));
  if (problems.length > 0) throw new InputError(problems);
  return owned;
}

/** Throws unless every file lies below one owned path, outside its inventory, and no two are one file anywhere. */
export function checkFiles(paths: readonly string[], owned: readonly string[]): void {
  const all = new Set(paths);
  const folders = new Set(paths.flatMap(parentsOf));
  const spellings = new Map<string, string>();
  const problems = paths.flatMap((path) => {
    const reason =
      refusePath(path) ?? foreign(path, owned) ?? (folders.has(path) ? "is both a file and a folder" : null);
    return reason === null ? [] : [problem(path, reason)];
  });
  for (const path of [...all, ...folders]) {
    const other = spellings.get(path.toLowerCase());
    if (other !== undefined && other !== path)
      problems.push(problem(path, `differs from ${other} in letter case only`));
    spellings.set(path.toLowerCase(), path);
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** The owned path a file belongs to. */
export const ownerOf = (path: string, owned: readonly string[]): string | undefined =>
  owned.find((folder) => isWithin(path, folder) && path !== folder);

function foreign(path: string, owned: readonly string[]): string | null {
  const owner = ownerOf(path, owned);
  if (owner === undefined) return `lies outside the owned paths (${owned.join(", ")})`;
  return isWithin(path, inventoryFolder(owner)) ? "lies where the inventory is kept" : null;
}

const reserved = (path: string): string | null =>
  path.split("/").includes(".loadline") ? "lies where an inventory is kept" : null;

function problem(path: string, reason: string): Problem {
  return {
    file: path === "" ? "command line" : JSON.stringify(path),
    line: null,
    column: null,
    at: "",
    found: path === "" ? reason : `a path that ${reason}`,
    wanted: "a path inside the repository, below a folder that loadline owns alone",
    advice: "Change gitops.path in loadline.yaml, or the names in the ModelDeployment.",
  };
}
