import { open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { ENVIRONMENT } from "../../mistakes/environment.ts";
import { environmentError } from "../../ports/environment.ts";
import type { InputError } from "../../ports/failure.ts";

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, in ticks since boot: a pid may be given out again. Null where the system does not say. */
  readonly began: string | null;
}

const NAME = "loadline.lock";
const TRIES = 5;

/** Holds a folder for this process; the lock of a process that died is taken over. Returns how to let go. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, NAME);
  const mine: Holder = { pid: process.pid, host: hostname(), began: await beganAt(process.pid) };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (await create(path, mine)) return () => rm(path, { force: true });
    const holder = await holderOf(path);
    if (holder !== null && (await lives(holder))) throw held(folder, holder);
    await discard(path);
  }
  throw held(folder, await holderOf(path));
}

async function create(path: string, mine: Holder): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(JSON.stringify(mine));
    await file.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Renamed first: of two that find the same stale lock, one gets it. */
async function discard(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  await rename(path, aside).catch(() => writeFile(aside, ""));
  await rm(aside, { force: true });
}

async function holderOf(path: string): Promise<Holder | null> {
  try {
    const { pid, host, began } = JSON.parse(await readFile(path, "utf8")) as Holder;
    return { pid, host, began };
  } catch {
    return null;
  }
}

async function lives({ pid, host, began }: Holder): Promise<boolean> {
  // Whether a process of another machine lives cannot be told from here.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = await beganAt(pid);
  return began === null || now === null || now === began;
}

/** The 22nd field of /proc/PID/stat, counted behind the name, which may hold spaces. */
async function beganAt(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
}

function held(folder: string, holder: Holder | null): InputError {
  const who = holder === null ? "another process" : `process ${holder.pid} on ${holder.host}`;
  return environmentError("LOADLINE_DATA_DIR", ENVIRONMENT.folderHeld(folder, who, join(folder, NAME)));
}
