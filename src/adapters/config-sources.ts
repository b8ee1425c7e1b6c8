import { mkdtemp, realpath, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve, sep } from "node:path";
import { DISK } from "../mistakes/disk.ts";
import type { ConfigSource, ConfigSources } from "../ports/config-source.ts";
import { fileError } from "../ports/failure.ts";
import type { SourceTree } from "../ports/revisions.ts";
import { directoryTree } from "./directory-tree.ts";
import type { GitSettings } from "./git/command.ts";
import { gitTree } from "./git-revisions.ts";

/** Configuration repositories on this disk, as folders or as revisions of a Git repository. */
export function configSources(settings: GitSettings): ConfigSources {
  return {
    folder: async (path) => folderSource(path, await directoryTree(path)),
    revision: async (folder, revision) => revisionSource(await gitTree(folder, revision, settings)),
    rootOf,
    isFolder: async (path) => (await stat(path).catch(() => null))?.isDirectory() ?? false,
  };
}

function folderSource(folder: string, tree: SourceTree): ConfigSource {
  return { ...tree, onDisk: (path) => realPathInside(folder, path), close: async () => undefined };
}

/** Streams need a file: content of a revision is copied to a temporary folder of this process, once a path. */
function revisionSource(tree: SourceTree): ConfigSource {
  // Promises, not results: whoever asks meanwhile waits for the same copy, and no two copies share a name.
  const copies = new Map<string, Promise<string | null>>();
  let folder: Promise<string> | null = null;
  const copyOf = async (path: string, number: number): Promise<string | null> => {
    const content = await tree.read(path);
    if (content === null) return null;
    folder ??= mkdtemp(join(tmpdir(), "loadline-"));
    const copy = join(await folder, `${number}${path.slice(path.lastIndexOf("."))}`.replaceAll("/", "_"));
    await writeFile(copy, content);
    return copy;
  };
  return {
    ...tree,
    onDisk: (path) => {
      const copy = copies.get(path) ?? copyOf(path, copies.size);
      copies.set(path, copy);
      return copy;
    },
    close: async () => {
      if (folder !== null) await rm(await folder, { recursive: true, force: true });
    },
  };
}

async function realPathInside(folder: string, path: string): Promise<string | null> {
  const root = await realpath(resolve(folder));
  const real = await realpath(join(root, path)).catch(() => null);
  if (real === null || !(await stat(real)).isFile()) return null;
  if (real.startsWith(root.endsWith(sep) ? root : root + sep)) return real;
  throw fileError(join(folder, path), DISK.leadsOutside(folder));
}

async function rootOf(file: string): Promise<string> {
  const own = dirname(resolve(file));
  for (let folder = own; ; folder = dirname(folder)) {
    if ((await stat(join(folder, "loadline.yaml")).catch(() => null))?.isFile()) return folder;
    if (folder === dirname(folder)) return own;
  }
}
