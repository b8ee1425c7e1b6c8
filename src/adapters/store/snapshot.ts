import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import type { PGlite } from "@electric-sql/pglite";

/** A queue is small; PostgreSQL's own 128 MB only make the process larger. */
const BUFFERS = "16MB";

/**
 * Opens the database of a folder. A new one costs seven seconds to initialise, a copy of one that was initialised less than
 * one: the first new folder on a machine leaves such a copy in the user's cache.
 */
export async function restoreOrSnapshot(dataDir: string): Promise<PGlite> {
  const { PGlite } = await import("@electric-sql/pglite");
  const settings = { dataDir, startParams: [...PGlite.defaultStartParams, "-c", `shared_buffers=${BUFFERS}`] };
  if (existsSync(join(dataDir, "PG_VERSION"))) return PGlite.create(settings);
  // What a process that died while initialising left behind is no database.
  await rm(dataDir, { recursive: true, force: true });
  const cached = cachePath();
  const copy = await readFile(cached).catch(() => null);
  if (copy !== null) {
    const restored = await PGlite.create({ ...settings, loadDataDir: new Blob([new Uint8Array(copy)]) }).catch(
      () => null,
    );
    if (restored !== null) return restored;
    await rm(dataDir, { recursive: true, force: true });
  }
  const fresh = await PGlite.create(settings);
  await keep(cached, fresh);
  return fresh;
}

async function keep(cached: string, database: PGlite): Promise<void> {
  try {
    const dump = await database.dumpDataDir("gzip");
    const draft = `${cached}.${process.pid}`;
    await mkdir(join(cached, ".."), { recursive: true, mode: 0o700 });
    await writeFile(draft, new Uint8Array(await dump.arrayBuffer()), { mode: 0o600 });
    await rename(draft, cached);
  } catch {
    // A cache that cannot be written costs the next start some seconds.
  }
}

/** By version: another PGlite may lay its files out otherwise. */
function cachePath(): string {
  // The package does not export its own package.json.
  const entry = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const about = readFileSync(join(dirname(entry), "..", "package.json"), "utf8");
  const { version } = JSON.parse(about) as { version: string };
  const root = process.env["XDG_CACHE_HOME"] ?? (process.env["HOME"] ? join(process.env["HOME"], ".cache") : null);
  const folder = root === null ? join(tmpdir(), `loadline-${userInfo().uid}`) : join(root, "loadline");
  return join(folder, `pglite-${version}.tar.gz`);
}
