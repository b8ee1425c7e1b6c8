import { lstat, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { DISK } from "../mistakes/disk.ts";
import { OUTSIDE } from "../mistakes/outside.ts";
import { fileError, InputError, OutsideError } from "../ports/failure.ts";
import type { Files } from "../ports/files.ts";
import { parentsOf, refuseEscape } from "../ports/repository-path.ts";

/** The user's disk. */
export const disk: Files = { read, begin, list, write, clear };

async function read(path: string): Promise<Uint8Array | null> {
  try {
    // A pipe would be waited for without end.
    const found = await stat(path);
    if (!found.isFile()) throw fileError(path, DISK.noFile(found.isDirectory() ? "a folder" : "a pipe or device"));
    return await readFile(path);
  } catch (error) {
    if (isAbsent(error)) return null;
    throw failure("read", path, error);
  }
}

async function begin(path: string, bytes: number): Promise<Uint8Array | null> {
  const found = await stat(path).catch(() => null);
  if (found === null || !found.isFile()) return null;
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(new Uint8Array(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw failure("read", path, error);
  }
}

async function list(folder: string): Promise<readonly string[] | null> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll("\\", "/")).sort();
  } catch (error) {
    if (isAbsent(error)) return null;
    throw failure("list", folder, error);
  }
}

async function clear(folder: string): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw failure("clear", folder, error);
  }
}

/** Every file is written beside its place first and then renamed, so that a full disk or a mistake changes nothing. */
async function write(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const path of files.keys()) await refuseLinks(folder, path);
  const drafts: (readonly [draft: string, place: string])[] = [];
  try {
    for (const [path, text] of files) {
      const place = join(folder, path);
      const draft = `${place}.loadline-${process.pid}`;
      await makeFolder(dirname(place));
      await writeFile(draft, text, { flag: "wx" });
      drafts.push([draft, place]);
    }
    for (const [draft, place] of drafts) await rename(draft, place);
  } catch (error) {
    for (const [draft] of drafts) await rm(draft, { force: true });
    throw failure("write", folder, error);
  }
}

/** Not `mkdir` with `recursive`: below /proc, Node's never ends. */
async function makeFolder(folder: string, withParents = true): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (codeOf(error) === "EEXIST" && (await stat(folder)).isDirectory()) return;
    if (codeOf(error) === "EEXIST" || codeOf(error) === "ENOTDIR") {
      throw fileError(folder, DISK.fileForFolder);
    }
    if (codeOf(error) !== "ENOENT" || !withParents) throw error;
    await makeFolder(dirname(folder));
    await makeFolder(folder, false);
  }
}

/** No component below the folder may be a link, or the file would land somewhere else. */
async function refuseLinks(folder: string, path: string): Promise<void> {
  const reason = refuseEscape(path);
  if (reason !== null) throw leadsAway(folder, path, reason);
  for (const part of [...parentsOf(path), path]) {
    const found = await lstat(join(folder, part)).catch(() => null);
    if (found?.isSymbolicLink()) throw leadsAway(folder, path, DISK.throughLink(part));
    if (part === path && found?.isDirectory()) throw leadsAway(folder, path, DISK.folderForFile);
    if (part !== path && found?.isFile()) throw leadsAway(folder, path, DISK.throughFile(part));
  }
}

const leadsAway = (folder: string, path: string, reason: string): InputError =>
  fileError(folder, DISK.unsafePath(JSON.stringify(path), reason));

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
const isAbsent = (error: unknown): boolean => ["ENOENT", "ENOTDIR"].includes(codeOf(error) ?? "");

function failure(doing: Parameters<typeof OUTSIDE.cannot>[0], path: string, error: unknown): Error {
  if (error instanceof InputError) return error;
  return new OutsideError("disk", OUTSIDE.cannot(doing, path, (error as Error).message), codeOf(error) === "EBUSY");
}
