import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { OUTSIDE } from "../mistakes/outside.ts";
import { OutsideError } from "../ports/failure.ts";
import type { Templates } from "../ports/templates.ts";

/** A template is a page or two; anything larger is not one. */
const LARGEST = 256 * 1024;

/** The templates below a folder: every `.hbs` file, in folders of any depth. Links are not followed. */
export function templateFiles(folder: string): Templates {
  return {
    async read() {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: Error) => {
        throw new OutsideError("templates", OUTSIDE.cannot("list", folder, error.message), false);
      });
      const paths = entries
        .filter((entry) => entry.isFile() && entry.name.endsWith(".hbs"))
        .map((entry) => join(entry.parentPath, entry.name))
        .sort();
      return new Map(await Promise.all(paths.map(async (path) => [nameOf(folder, path), await text(path)] as const)));
    },
  };
}

function nameOf(folder: string, path: string): string {
  return path.slice(folder.length + 1).replaceAll("\\", "/");
}

async function text(path: string): Promise<string> {
  const content = await readFile(path, "utf8");
  if (content.length > LARGEST) throw new OutsideError("templates", OUTSIDE.templateTooLarge(path), false);
  return content;
}
