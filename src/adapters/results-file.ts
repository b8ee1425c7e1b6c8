import { rmSync } from "node:fs";
import { type FileHandle, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { DISK } from "../mistakes/disk.ts";
import { OUTSIDE } from "../mistakes/outside.ts";
import { fileError, type InputError, OutsideError } from "../ports/failure.ts";
import type { ResultRows, ResultsFile, ResultsWriter } from "../ports/traffic-files.ts";
import { ResultsText } from "./results-text.ts";

/** Results of simulated requests on disk: CONTRACT.md section 5, Results CSV. */
export const resultsFile: ResultsFile = { openResults };

const HEADER = "request_id,arrival_s,scheduled_s,first_token_s,finish_s,replica,preemptions,status\n";
/** Rows held as text at a time. */
const ROWS_A_WRITE = 16_384;

async function openResults(named: string): Promise<ResultsWriter> {
  // A link is followed: what it points to is the file that was meant.
  const path = await realpath(named).catch(() => named);
  const partial = join(dirname(path), `.${basename(path)}.${process.pid}.partial`);
  const explained = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw explainFailure(named, error);
    }
  };
  await explained(refuseSpecialFile(named));
  const text = new ResultsText();
  let file: FileHandle | null = null;
  const keepSignals = removeWhenStopped(partial);
  const close = async () => {
    await file?.close();
    file = null;
  };
  const begin = async () => {
    await close();
    file = await open(partial, "w");
    await file.write(HEADER);
  };
  const opened = () => {
    if (file === null) throw new Error("a results file that is not open");
    return file;
  };
  const writer: ResultsWriter = {
    write: (rows) => explained(writeRows(opened(), text, rows)),
    restart: () => explained(begin()),
    commit: async () => {
      await explained(opened().sync());
      await close();
      await explained(rename(partial, path));
      keepSignals();
    },
    discard: async () => {
      keepSignals();
      await close().catch(() => undefined);
      await rm(partial, { force: true }).catch(() => undefined);
    },
  };
  await writer.restart().catch(async (error: unknown) => {
    await writer.discard();
    throw error;
  });
  return writer;
}

/** A Ctrl-C takes the half-written file along. Returns what ends this care. */
function removeWhenStopped(partial: string): () => void {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const release = () => {
    for (const name of signals) process.off(name, stop);
  };
  const stop = (signal: NodeJS.Signals) => {
    release();
    rmSync(partial, { force: true });
    process.kill(process.pid, signal);
  };
  for (const name of signals) process.on(name, stop);
  return release;
}

/** Renaming onto a device or a folder would replace it or fail after the work was done. */
async function refuseSpecialFile(path: string): Promise<void> {
  const existing = await stat(path).catch(() => null);
  if (existing !== null && !existing.isFile()) throw refuseTarget(path, "a folder or device");
}

async function writeRows(file: FileHandle, text: ResultsText, rows: ResultRows): Promise<void> {
  for (let from = 0; from < rows.arrivals.length; from += ROWS_A_WRITE) {
    await file.writeFile(text.lines(rows, from, Math.min(from + ROWS_A_WRITE, rows.arrivals.length)));
  }
}

function explainFailure(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const target = TARGET[code];
  if (target !== undefined) return refuseTarget(path, target);
  if (code === "ENOSPC" || code === "EDQUOT") return new OutsideError("disk", OUTSIDE.noRoom(path), false);
  return code === "EIO" ? new OutsideError("disk", OUTSIDE.notWritten(path), true) : error;
}

const TARGET: Readonly<Record<string, string>> = {
  ENOENT: "a folder that does not exist",
  ENOTDIR: "a path through a file",
  EACCES: "a folder without permission to write",
  EPERM: "a folder without permission to write",
  EROFS: "a read-only disk",
  EISDIR: "a folder",
};

const refuseTarget = (path: string, found: string): InputError => fileError(path, DISK.noTarget(found));
