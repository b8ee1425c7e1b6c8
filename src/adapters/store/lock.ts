import { link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
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
const TRIES = 20;
const TURN_MS = 20;
const LOST_TURN_MS = 10_000;
/** Without hard links a lock is there before its text is. */
const UNFINISHED_MS = 10_000;

/** Holds a folder for this process; the lock of a process that died is taken over. Returns how to let go. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, NAME);
  const mine: Holder = { pid: process.pid, host: hostname(), began: await beganAt(process.pid) };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    if (await create(path, mine)) return () => rm(path, { force: true });
    const found = await lockAt(path);
    if (typeof found === "object" && (await lives(found))) throw held(folder, found);
    await discardStale(path);
  }
  const left = await lockAt(path);
  throw held(folder, typeof left === "object" ? left : null);
}

/** Linked rather than opened: whoever finds it finds all of it. */
async function create(path: string, mine: Holder): Promise<boolean> {
  const draft = `${path}.${process.pid}.${drafts++}`;
  const text = JSON.stringify(mine);
  await writeFile(draft, text);
  try {
    await link(draft, path).catch(async (error: NodeJS.ErrnoException) => {
      if (!WITHOUT_LINKS.has(error.code ?? "")) throw error;
      await writeFile(path, text, { flag: "wx" });
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** What file systems answer that know no hard links, as some network shares. */
const WITHOUT_LINKS: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

let drafts = 0;

/**
 * Of several that find the same stale lock one at a time looks again and removes it. Only what is there and stale is
 * removed: where there is nothing, another may take the lock between the look and the removal.
 */
async function discardStale(path: string): Promise<void> {
  const turn = `${path}.turn`;
  if (!(await takeTurn(turn))) {
    await setTimeout(TURN_MS);
    return;
  }
  try {
    const found = await lockAt(path);
    const stale =
      found === "unreadable" ? await isOlder(path, UNFINISHED_MS) : found !== "none" && !(await lives(found));
    if (stale) await rm(path, { force: true });
  } finally {
    await rm(turn, { recursive: true, force: true });
  }
}

/** A turn is over in an instant; one that lasts was left by a process that died. */
async function takeTurn(turn: string): Promise<boolean> {
  try {
    await mkdir(turn);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (await isOlder(turn, LOST_TURN_MS)) await rm(turn, { recursive: true, force: true });
    return false;
  }
}

async function isOlder(path: string, ms: number): Promise<boolean> {
  const since = await stat(path).catch(() => null);
  return since !== null && Date.now() - since.mtimeMs > ms;
}

async function lockAt(path: string): Promise<Holder | "none" | "unreadable"> {
  try {
    const { pid, host, began } = JSON.parse(await readFile(path, "utf8")) as Holder;
    return { pid, host, began };
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? "none" : "unreadable";
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
