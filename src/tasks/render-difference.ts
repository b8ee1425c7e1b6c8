import { join, resolve } from "node:path";
import type { ManifestChange } from "../../planner/index.ts";
import { LOADING } from "../mistakes/loading.ts";
import { fileError } from "../ports/failure.ts";
import type { Files } from "../ports/files.ts";
import { isWithin } from "../ports/repository-path.ts";
import type { World } from "../ports/world.ts";
import { gitopsPathOf, ownFoldersOf, type Placed } from "../render/layout/paths.ts";
import { manifestDiff } from "../render/manifest-diff.ts";
import { inventoryFolder, isInventory, readInventory } from "./commit/inventory.ts";
import { SETTINGS_FILE } from "./load-deployments.ts";

/** What was rendered, for which deployments, and whether these are all of a configuration repository. */
export interface Rendered {
  readonly files: ReadonlyMap<string, string>;
  readonly places: readonly Placed[];
  readonly isWhole: () => Promise<boolean>;
}

/**
 * What would change in a folder that holds an earlier rendering, or is a checkout of the GitOps repository. What is not rendered
 * again is shown as removed only where it was loadline's: with other deployments' files this rendering has nothing to do.
 */
export async function renderDifference(
  folder: string,
  { files, places, isWhole }: Rendered,
  disk: Files,
): Promise<readonly ManifestChange[]> {
  const there = await disk.list(folder);
  if (there === null) throw fileError(folder, LOADING.noFolder);
  const ours = await oursAmong(there, folder, disk);
  const scopeOf = (await isWhole()) ? (place: Placed) => [gitopsPathOf(place)] : ownFoldersOf;
  const scopes = places.flatMap(scopeOf);
  const compared = there.filter(
    (path) => files.has(path) || (ours(path) && scopes.some((scope) => isWithin(path, scope))),
  );
  return manifestDiff(await textsOf(compared, folder, disk), files);
}

/** Whether users named whole configuration repositories: then a deployment that is not among them is gone. */
export async function areWhole(named: readonly string[], sources: World["sources"]): Promise<boolean> {
  for (const name of named) {
    if (!(await sources.isFolder(name))) return false;
    if ((await sources.rootOf(join(name, SETTINGS_FILE))) !== resolve(name)) return false;
  }
  return true;
}

/** Where commits keep inventories, what these list is ours; where there are none, every manifest is. */
async function oursAmong(paths: readonly string[], folder: string, disk: Files): Promise<(path: string) => boolean> {
  const inventories = paths.filter(isInventory);
  if (inventories.length === 0) return (path) => path.endsWith(".yaml");
  const listed = new Set<string>();
  for (const path of inventories) {
    const content = await disk.read(join(folder, path));
    const owned = path.slice(0, path.lastIndexOf(inventoryFolder("")));
    for (const file of readInventory(owned, content ?? new Uint8Array())?.keys() ?? []) listed.add(file);
  }
  return (path) => listed.has(path);
}

async function textsOf(paths: readonly string[], folder: string, disk: Files): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const path of paths) {
    const bytes = await disk.read(join(folder, path));
    if (bytes !== null) texts.set(path, new TextDecoder().decode(bytes));
  }
  return texts;
}
