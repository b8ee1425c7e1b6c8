import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of the repository. */
export const ROOT: string = join(import.meta.dirname, "../..");

export const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Files below a folder of the repository, as paths from its root with forward slashes, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(ROOT.length + 1)
        .replaceAll("\\", "/"),
    )
    .filter((path) => !path.includes("node_modules/"))
    .sort();
}

/** Every TypeScript source people write: the product, its tests and the repository's scripts. */
export const sources = (): string[] =>
  ["planner", "src", "test", ".github"].flatMap(filesBelow).filter((path) => path.endsWith(".ts"));
