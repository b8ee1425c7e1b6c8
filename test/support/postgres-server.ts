import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { freePort } from "./free-port.ts";

const run = promisify(execFile);

/** Debian keeps the server's programs off the path. */
const FOLDERS = ["/usr/lib/postgresql/17/bin", "/usr/lib/postgresql/16/bin", "/usr/lib/postgresql/15/bin"];

const programs = FOLDERS.find((folder) => existsSync(join(folder, "initdb"))) ?? null;

/** Why there is no PostgreSQL here; null where there is one. */
export const withoutPostgres =
  programs === null ? "no PostgreSQL server is installed (apt-get install postgresql)" : null;

export interface PostgresServer {
  readonly url: string;
  close(): Promise<void>;
}

/** A PostgreSQL of this test alone, in a temporary folder. */
export async function startPostgres(): Promise<PostgresServer> {
  const bin = programs ?? "";
  const folder = await mkdtemp(join(tmpdir(), "loadline-postgres-"));
  const user = process.getuid?.() === 0 ? await lendTo(folder, "postgres") : {};
  await run(join(bin, "initdb"), ["-D", join(folder, "data"), "-U", "loadline", "-A", "trust", "-E", "UTF8"], user);
  const port = await freePort();
  const options = ["-D", join(folder, "data"), "-p", String(port), "-k", folder, "-h", "127.0.0.1"];
  const server = spawn(join(bin, "postgres"), options, { stdio: "ignore", ...user });
  const url = `postgres://loadline@127.0.0.1:${port}/postgres`;
  await untilReady(bin, port);
  return {
    url,
    close: async () => {
      const gone = new Promise((resolve) => server.once("exit", resolve));
      server.kill("SIGQUIT");
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root. */
async function lendTo(folder: string, login: string): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(
    ["-u", "-g"].map(async (flag) => Number((await run("id", [flag, login])).stdout.trim())),
  );
  await chown(folder, uid ?? 0, gid ?? 0);
  return { uid: uid ?? 0, gid: gid ?? 0 };
}

async function untilReady(bin: string, port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const isReady = await run(join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)]).then(
      () => true,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("PostgreSQL does not come up");
}
