import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { generate, type Listing } from "./generated-files.ts";
import { rooms } from "./rooms.ts";

const repository = resolve(fileURLToPath(import.meta.url), "../../..");

/** Paths whose text on disk is not what `npm run generate` would write. */
export function staleFiles(root: string): readonly string[] {
  const stale: string[] = [];
  for (const [path, text] of generate(listRooms(root))) {
    if (!existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text) stale.push(path);
  }
  return stale;
}

function listRooms(root: string): Listing {
  return Object.fromEntries(rooms.map(({ folder }) => [folder, readdirSync(join(root, "planner", folder))]));
}

function main(argv: readonly string[]): number {
  const stale = staleFiles(repository);
  if (argv.includes("--check")) {
    for (const path of stale) console.error(`${path} is stale. Run: npm run generate`);
    return stale.length === 0 ? 0 : 1;
  }
  const files = generate(listRooms(repository));
  for (const path of stale) writeFileSync(join(repository, path), files.get(path) ?? "");
  console.log(stale.length === 0 ? "Nothing to write." : `Wrote ${stale.join(", ")}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = main(process.argv.slice(2));
