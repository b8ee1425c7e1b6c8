import { mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { OUTSIDE } from "../../mistakes/outside.ts";
import { OutsideError } from "../../ports/failure.ts";

/** What has to happen in work trees once the branch has moved; read again when a run was killed in between. */
export interface Journal {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** A folder that an earlier run has left: it was killed, or its work tree could not follow. */
export interface LeftFolder {
  readonly path: string;
  readonly journal: Journal | null;
}

const PREFIX = "loadline-";
const JOURNAL = "work-tree.json";
/** Folders of another machine (a shared disk), or of a process number that is in use again, are left alone this long. */
const SURELY_OVER_MS = 3_600_000;

/** Folders of runs that go on in this very process. */
const active = new Set<string>();

/** A folder for one run, inside the Git folder: same disk, same permissions, invisible to Git. */
export async function makeRunFolder(gitFolder: string): Promise<string> {
  try {
    const folder = await mkdtemp(join(gitFolder, `${PREFIX}${host()}-${process.pid}-`));
    active.add(folder);
    return folder;
  } catch (error) {
    throw new OutsideError("git", OUTSIDE.cannot("write", gitFolder, (error as Error).message), false);
  }
}

export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  const draft = join(folder, `${JOURNAL}.new`);
  await writeFile(draft, JSON.stringify(journal), { flush: true });
  await rename(draft, join(folder, JOURNAL));
}

/** Leaves the folder, with its journal, to a later run. */
export const leaveRunFolder = (folder: string): boolean => active.delete(folder);

export async function removeRunFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  active.delete(folder);
}

/** Folders of runs that are over. `now` in milliseconds decides only about folders of other machines. */
export async function leftFolders(gitFolder: string, now: number): Promise<LeftFolder[]> {
  const left: LeftFolder[] = [];
  for (const name of await runFolders(gitFolder)) {
    const path = join(gitFolder, name);
    if (await isOver(path, name, now)) left.push({ path, journal: await readJournal(path) });
  }
  return left;
}

/** Whether another run is at work in this repository; one whose machine we cannot ask counts as at work. */
export async function hasLiveRun(gitFolder: string, own: string | null): Promise<boolean> {
  for (const name of await runFolders(gitFolder)) {
    const path = join(gitFolder, name);
    if (path !== own && !(await isOver(path, name, 0))) return true;
  }
  return false;
}

const runFolders = async (gitFolder: string): Promise<string[]> =>
  (await readdir(gitFolder)).filter((name) => name.startsWith(PREFIX)).sort();

async function isOver(path: string, name: string, now: number): Promise<boolean> {
  const [owner, pid] = name.slice(PREFIX.length).split("-");
  if (active.has(path)) return false;
  if (owner === host() && (Number(pid) === process.pid || !isAlive(Number(pid)))) return true;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
  return now - mtimeMs > SURELY_OVER_MS;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

async function readJournal(folder: string): Promise<Journal | null> {
  const text = await readFile(join(folder, JOURNAL), "utf8").catch(() => null);
  if (text === null) return null;
  const value: Partial<Journal> = JSON.parse(text);
  const ids = [value.before, value.after];
  const sound = ids.every((id) => typeof id === "string" && /^[0-9a-f]{40,64}$/.test(id));
  if (!sound || !value.ref?.startsWith("refs/heads/")) return null;
  return value as Journal;
}

const host = (): string => hostname().replaceAll(/[^A-Za-z0-9]/g, "_");
