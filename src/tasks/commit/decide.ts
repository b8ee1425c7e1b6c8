import { GITOPS } from "../../mistakes/gitops.ts";
import type { TreeEntry, TreeView } from "../../ports/gitops.ts";
import { parentsOf } from "../../ports/repository-path.ts";
import { type Inventory, inventoryPath, readInventory, sha256, writeInventory } from "./inventory.ts";
import { checkFiles, ownerOf } from "./ownership.ts";

export type Decision =
  | {
      readonly kind: "change";
      readonly put: ReadonlyMap<string, string>;
      readonly remove: readonly string[];
    }
  | { readonly kind: "unchanged" }
  /** Somebody else has changed what we wrote, or written what we want to write. */
  | { readonly kind: "humanEdit"; readonly path: string; readonly detail: string }
  /** Something stands in the way that must not be written through or replaced. */
  | { readonly kind: "refused"; readonly path: string; readonly detail: string };

type Stop = Extract<Decision, { kind: "humanEdit" | "refused" }>;

/** Larger files are never ours; they are not read. */
const LARGEST_READ = 16 * 2 ** 20;

/** Base and wanted state side by side. */
interface Scene {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  readonly contents: ReadonlyMap<string, Uint8Array>;
  readonly ours: Inventory;
  /** What shall stand there, inventories left out. */
  readonly wanted: ReadonlyMap<string, string>;
  /** Paths that leave: ours, no longer wanted. */
  readonly leaving: ReadonlySet<string>;
}

/** What a commit on this base would have to put and remove, or why there must not be one. */
export async function decideChange(
  base: TreeView,
  owned: readonly string[],
  files: ReadonlyMap<string, string>,
): Promise<Decision> {
  checkFiles([...files.keys()], owned);
  const entries = new Map(base.entries.map((entry) => [entry.path, entry]));
  const inventories = await base.read(owned.map(inventoryPath));
  const ours = new Map<string, string>();
  for (const folder of owned) {
    const content = inventories.get(inventoryPath(folder));
    const listed = content === undefined ? new Map<string, string>() : readInventory(folder, content);
    if (listed === null) {
      return { kind: "humanEdit", path: inventoryPath(folder), detail: GITOPS.noInventory };
    }
    for (const [path, hash] of listed) ours.set(path, hash);
  }
  const leaving = new Set([...ours.keys()].filter((path) => !files.has(path) && entries.has(path)));
  const readable = [...ours.keys(), ...files.keys()].filter((path) => (entries.get(path)?.size ?? 0) <= LARGEST_READ);
  const contents = await base.read(readable);
  const scene = { entries, contents, ours, wanted: files, leaving };
  return findStop(scene, owned) ?? changeFor(scene, owned, inventories);
}

function findStop(scene: Scene, owned: readonly string[]): Stop | null {
  const touched = [...new Set([...scene.wanted.keys(), ...scene.ours.keys(), ...owned.map(inventoryPath)])].sort();
  for (const path of touched) {
    const stop = obstacleAbove(scene, path) ?? obstacleAt(scene, path) ?? foreignEdit(scene, path);
    if (stop !== null) return stop;
  }
  return findCaseClash(scene);
}

/** Every component above a path has to be a folder, or free, or a file of ours that leaves. */
function obstacleAbove({ entries, leaving }: Scene, path: string): Stop | null {
  for (const parent of parentsOf(path)) {
    const entry = entries.get(parent);
    if (entry === undefined || entry.kind === "folder" || leaving.has(parent)) continue;
    return { kind: "refused", path: parent, detail: GITOPS.inTheWay(entry.kind, path) };
  }
  return null;
}

function obstacleAt({ entries, leaving }: Scene, path: string): Stop | null {
  const entry = entries.get(path);
  if (entry === undefined || entry.kind === "file" || entry.kind === "executable") return null;
  const isEmptied =
    entry.kind === "folder" &&
    [...entries.values()].every(({ path: below, kind }) => {
      return kind === "folder" || !below.startsWith(`${path}/`) || leaving.has(below);
    });
  return isEmptied ? null : { kind: "refused", path, detail: GITOPS.noFile(entry.kind) };
}

function foreignEdit({ entries, contents, ours, wanted }: Scene, path: string): Stop | null {
  const entry = entries.get(path);
  const listed = ours.get(path);
  const text = wanted.get(path);
  if (entry === undefined) {
    if (listed === undefined || text === undefined) return null;
    return { kind: "humanEdit", path, detail: GITOPS.deleted };
  }
  if (entry.kind === "folder" || (listed === undefined && text === undefined)) return null;
  if (listed !== undefined && entry.kind === "executable") {
    return { kind: "humanEdit", path, detail: GITOPS.madeExecutable };
  }
  const content = contents.get(path);
  const hash = content === undefined ? null : sha256(content);
  if (text !== undefined && hash === sha256(text)) return null;
  if (listed === undefined) return { kind: "humanEdit", path, detail: GITOPS.notOurs };
  return hash === listed ? null : { kind: "humanEdit", path, detail: GITOPS.changedByHand };
}

/** On many disks `Chat.yaml` and `chat.yaml` are one file; whoever is checked out last would win. */
function findCaseClash({ entries, leaving, wanted }: Scene): Stop | null {
  const staying = new Map(
    [...entries.keys()].filter((path) => !leaving.has(path)).map((path) => [path.toLowerCase(), path]),
  );
  for (const path of wanted.keys()) {
    const clash = [...parentsOf(path), path].find((part) => (staying.get(part.toLowerCase()) ?? part) !== part);
    if (clash === undefined) continue;
    const other = staying.get(clash.toLowerCase()) ?? "";
    return { kind: "refused", path: clash, detail: GITOPS.letterCase(other) };
  }
  return null;
}

function changeFor(
  { contents, leaving, wanted }: Scene,
  owned: readonly string[],
  inventories: ReadonlyMap<string, Uint8Array>,
): Decision {
  const next = new Map(wanted);
  const remove = [...leaving];
  for (const folder of owned) {
    const files = new Map([...wanted].filter(([path]) => ownerOf(path, [folder]) !== undefined));
    if (files.size > 0) next.set(inventoryPath(folder), writeInventory(folder, files));
    else if (inventories.has(inventoryPath(folder))) remove.push(inventoryPath(folder));
  }
  const now = new Map([...contents, ...inventories]);
  const put = new Map([...next].filter(([path, text]) => !isSame(now.get(path), text)).sort());
  return put.size === 0 && remove.length === 0 ? { kind: "unchanged" } : { kind: "change", put, remove: remove.sort() };
}

const isSame = (content: Uint8Array | undefined, text: string): boolean =>
  content !== undefined && Buffer.from(text, "utf8").equals(content);
