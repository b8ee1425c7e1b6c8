import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder of loadline itself, where `templates/` lies: the checkout, or the installed package, whose compiled files
 * are one level deeper (`dist/src`).
 */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; folder !== dirname(folder); folder = dirname(folder)) {
    if (isPackage(join(folder, "package.json"))) return folder;
  }
  throw new Error(`no package.json of loadline above ${start}`);
}

const isPackage = (path: string): boolean =>
  existsSync(path) && JSON.parse(readFileSync(path, "utf8")).name === "loadline";
