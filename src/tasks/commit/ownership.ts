import { GITOPS } from "../../mistakes/gitops.ts";
import { InputError, type Mistake, type Problem } from "../../ports/failure.ts";
import { isWithin, parentsOf, refusePath } from "../../ports/repository-path.ts";
import { inventoryFolder } from "./inventory.ts";

/** The owned paths without a closing slash. Throws when one is the root, unsafe, or inside another. */
export function checkOwned(paths: readonly string[]): string[] {
  const owned = [...new Set(paths.map((path) => (path.length > 1 ? path.replace(/\/$/, "") : path)))].sort();
  const problems = owned.flatMap((path) => {
    const reason = path === "." ? GITOPS.isRoot : (refusePath(path) ?? reserved(path));
    const outer = owned.find((other) => other !== path && isWithin(path, other));
    if (reason !== null) return [problem(path, reason)];
    return outer === undefined ? [] : [problem(path, GITOPS.insideOwned(outer))];
  });
  if (owned.length === 0) problems.push(place("command line", GITOPS.nothingOwned));
  if (problems.length > 0) throw new InputError(problems);
  return owned;
}

/** Throws unless every file lies below one owned path, outside its inventory, and no two are one file anywhere. */
export function checkFiles(paths: readonly string[], owned: readonly string[]): void {
  const all = new Set(paths);
  const folders = new Set(paths.flatMap(parentsOf));
  const spellings = new Map<string, string>();
  const problems = paths.flatMap((path) => {
    const reason = refusePath(path) ?? foreign(path, owned) ?? (folders.has(path) ? GITOPS.fileAndFolder : null);
    return reason === null ? [] : [problem(path, reason)];
  });
  for (const path of [...all, ...folders]) {
    const other = spellings.get(path.toLowerCase());
    if (other !== undefined && other !== path) problems.push(problem(path, GITOPS.letterCase(other)));
    spellings.set(path.toLowerCase(), path);
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** The owned path a file belongs to. */
export const ownerOf = (path: string, owned: readonly string[]): string | undefined =>
  owned.find((folder) => isWithin(path, folder) && path !== folder);

function foreign(path: string, owned: readonly string[]): string | null {
  const owner = ownerOf(path, owned);
  if (owner === undefined) return GITOPS.outsideOwned(owned);
  return isWithin(path, inventoryFolder(owner)) ? GITOPS.inInventory : null;
}

const reserved = (path: string): string | null => (path.split("/").includes(".loadline") ? GITOPS.inInventory : null);

const problem = (path: string, reason: string): Problem => place(JSON.stringify(path), GITOPS.pathOutside(reason));

const place = (file: string, words: Mistake): Problem => ({ file, line: null, column: null, at: "", ...words });
