import { readdir, readFile, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { DISK } from "../mistakes/disk.ts";
import { fileError, type InputError } from "../ports/failure.ts";
import type { SourceTree } from "../ports/revisions.ts";

/** What a file of a configuration repository may weigh, traffic logs included. */
export const LARGEST_FILE = 512 * 2 ** 20;
const MOST_FILES = 100_000;
const LEFT_OUT = new Set([".git", "node_modules"]);

/** A folder, read as a revision is. Links are followed as long as they stay inside it; linked folders are not entered. */
export async function directoryTree(folder: string): Promise<SourceTree> {
  const root = await realpath(resolve(folder)).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory()) {
    throw fileError(folder, DISK.noFolder(root === null ? "nothing" : "a file"));
  }
  return {
    description: folder,
    commit: null,
    list: () => listFiles(folder, root),
    read: (path) => readInside(folder, root, path),
  };
}

async function listFiles(folder: string, root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const entries = (await readdir(next, { withFileTypes: true })).filter(({ name }) => !LEFT_OUT.has(name));
    waiting.push(...entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(next, name)));
    for (const entry of entries) {
      const path = join(next, entry.name);
      if (entry.isFile() || (entry.isSymbolicLink() && (await isFileInside(root, path)))) found.push(path);
    }
    if (found.length > MOST_FILES) throw fileError(folder, DISK.tooManyFiles(MOST_FILES));
  }
  return found.map((path) => relative(root, path).replaceAll(sep, "/")).sort();
}

async function readInside(folder: string, root: string, path: string): Promise<Uint8Array | null> {
  const real = await realpath(join(root, path)).catch(() => null);
  if (real === null) return null;
  if (!isInside(root, real)) throw fileError(`${folder}/${path}`, DISK.leadsOutside(folder));
  const about = await stat(real);
  if (about.isDirectory()) return null;
  if (!about.isFile()) throw fileError(join(folder, path), DISK.noFile("a pipe or device"));
  if (about.size > LARGEST_FILE) throw tooLarge(`${folder}/${path}`, about.size);
  return readFile(real);
}

export const tooLarge = (file: string, size: number): InputError => fileError(file, DISK.tooLarge(size, LARGEST_FILE));

async function isFileInside(root: string, path: string): Promise<boolean> {
  const real = await realpath(path).catch(() => null);
  return real !== null && isInside(root, real) && (await stat(real)).isFile();
}

const isInside = (root: string, path: string): boolean => path.startsWith(root.endsWith(sep) ? root : root + sep);
