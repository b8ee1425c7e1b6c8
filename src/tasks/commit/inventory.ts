import { createHash } from "node:crypto";
import { isWithin, refusePath } from "../../ports/repository-path.ts";

const SCHEMA = "loadline.inventory/v1";

/** Our own list of what we wrote below an owned path: full path -> SHA-256 of the content. */
export type Inventory = ReadonlyMap<string, string>;

export const inventoryFolder = (owned: string): string => `${owned}/.loadline`;
export const inventoryPath = (owned: string): string => `${inventoryFolder(owned)}/inventory.json`;
export const isInventory = (path: string): boolean => path.endsWith(inventoryPath(""));

export const sha256 = (content: Uint8Array | string): string => createHash("sha256").update(content).digest("hex");

/** One file a line, sorted, so that a diff of it reads well. Paths are relative to the owned path. */
export function writeInventory(owned: string, files: ReadonlyMap<string, string>): string {
  const lines = [...files]
    .map(([path, text]) => ({ path: path.slice(owned.length + 1), sha256: sha256(text) }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((file) => `    ${JSON.stringify(file)}`);
  return `{\n  "schema": "${SCHEMA}",\n  "files": [\n${lines.join(",\n")}\n  ]\n}\n`;
}

/** Null when it is not what we wrote: then nobody can say which files are ours, and none may be touched. */
export function readInventory(owned: string, content: Uint8Array): Inventory | null {
  const files = parse(content);
  if (files === null) return null;
  const inventory = new Map<string, string>();
  for (const file of files) {
    if (!isListed(file)) return null;
    const path = `${owned}/${file.path}`;
    if (refusePath(path) !== null || isWithin(path, inventoryFolder(owned)) || inventory.has(path)) return null;
    inventory.set(path, file.sha256);
  }
  return inventory;
}

function parse(content: Uint8Array): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(content));
    if (typeof value !== "object" || value === null || !("schema" in value) || !("files" in value)) return null;
    return value.schema === SCHEMA && Array.isArray(value.files) ? value.files : null;
  } catch {
    return null;
  }
}

function isListed(file: unknown): file is { path: string; sha256: string } {
  if (typeof file !== "object" || file === null || !("path" in file) || !("sha256" in file)) return false;
  return typeof file.path === "string" && typeof file.sha256 === "string" && /^[0-9a-f]{64}$/.test(file.sha256);
}
