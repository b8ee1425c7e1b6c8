import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/**
 * The folder with the measured data, or one of its sub-folders; null when it is not on this machine.
 * Found by LOADLINE_SHARED or beside the repository. Tests that need it must say SKIPPED, never pass in silence.
 */
export function sharedFolder(sub?: string): string | null {
  const root = process.env["LOADLINE_SHARED"] ?? join(repository, "../shared");
  if (!existsSync(join(root, "data/README.md"))) return null;
  if (sub === undefined) return root;
  const folder = join(root, sub);
  return existsSync(folder) ? folder : null;
}

/** The title of a test that needs the data: says SKIPPED and why where there is none. */
export function titled(title: string, folder: string | null): string {
  return folder === null ? `SKIPPED, no data (set LOADLINE_SHARED or put it in ../shared): ${title}` : title;
}
