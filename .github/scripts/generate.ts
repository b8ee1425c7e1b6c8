import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { generate, type Listing } from "./generated-files.ts";
import { rooms } from "./rooms.ts";

const repository = resolve(fileURLToPath(import.meta.url), "../../..");

/** Paths whose text on disk is not what `npm run generate` would write. */
export async function staleFiles(root: string): Promise<readonly string[]> {
  return [...differing(root, generate(listRooms(root))), ...differing(root, await reference())].map(([path]) => path);
}

/** The indexes first: the reference is read from what they list. */
async function writeStale(root: string): Promise<readonly string[]> {
  const indexes = write(root, differing(root, generate(listRooms(root))));
  return [...indexes, ...write(root, differing(root, await reference()))];
}

async function reference(): Promise<ReadonlyMap<string, string>> {
  const { referencePages } = await import("./reference/pages.ts");
  return referencePages();
}

function differing(
  root: string,
  files: ReadonlyMap<string, string>,
): readonly (readonly [path: string, text: string])[] {
  return [...files].filter(([path, text]) => {
    const file = join(root, path);
    return !existsSync(file) || readFileSync(file, "utf8") !== text;
  });
}

function write(root: string, files: readonly (readonly [path: string, text: string])[]): readonly string[] {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return files.map(([path]) => path);
}

function listRooms(root: string): Listing {
  return Object.fromEntries(rooms.map(({ folder }) => [folder, readdirSync(join(root, "planner", folder))]));
}

async function main(argv: readonly string[]): Promise<number> {
  if (argv.includes("--check")) {
    const stale = await staleFiles(repository);
    for (const path of stale) console.error(`${path} is stale. Run: npm run generate`);
    return stale.length === 0 ? 0 : 1;
  }
  const written = await writeStale(repository);
  console.log(written.length === 0 ? "Nothing to write." : `Wrote ${written.join(", ")}`);
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await main(process.argv.slice(2));
