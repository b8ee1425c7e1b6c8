import type { TreeView } from "../../ports/gitops.ts";
import { inventoryPath, readInventory } from "./inventory.ts";

/** Folders that several deployments share keep what earlier commits of other deployments put there. */
export async function withOthers(
  base: TreeView,
  shared: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const all = new Map(files);
  const inventories = await base.read(shared.map(inventoryPath));
  for (const folder of shared) {
    const listed = readInventory(folder, inventories.get(inventoryPath(folder)) ?? new Uint8Array());
    const others = [...(listed?.keys() ?? [])].filter((path) => !all.has(path));
    for (const [path, content] of await base.read(others)) all.set(path, new TextDecoder().decode(content));
  }
  return all;
}
