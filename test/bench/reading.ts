import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { DuckDBInstance } from "@duckdb/node-api";
import { formatInstant } from "../../planner/index.ts";
import { profileOf } from "../../planner/traffic/profile.ts";
import { trafficFiles } from "../../src/adapters/traffic/read-traffic.ts";
import { azureLikePieces } from "./azure-like.ts";
import { type Measured, thousands } from "./table.ts";

const ROWS = 5_000_000;
const RATE = 4;
/** Monday, 2026-10-26. */
const START = 1_792_972_800;
const WINDOW = 60;

/** A log of five million requests read, profiled and binned into windows: the best of three, each in a process of its own. What a
 *  process once held in memory counts for those it starts, so the log is written by another one. */
export function measureReading(): readonly Measured[] {
  const folder = mkdtempSync(join(tmpdir(), "loadline-bench-"));
  try {
    const csv = join(folder, "log.csv");
    const parquet = join(folder, "log.parquet");
    alone("write", csv);
    alone("copy", csv, parquet);
    return [...measured("CSV", csv, 15), ...measured("Parquet", parquet, 5)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Reading {
  readonly seconds: number;
  readonly megabytes: number;
}

function measured(kind: string, path: string, mark: number): readonly Measured[] {
  const runs = [1, 2, 3].map(() => JSON.parse(alone("read", path)) as Reading);
  const seconds = Math.min(...runs.map((run) => run.seconds));
  const megabytes = Math.max(...runs.map((run) => run.megabytes));
  const what = `5 M requests of ${kind} read, profiled and windowed`;
  return [
    { what, measured: `${seconds.toFixed(1)} s`, mark: `< ${mark} s` },
    { what: "… most resident memory", measured: `${thousands(megabytes)} MB`, mark: "< 1,500 MB" },
  ];
}

function alone(...args: readonly string[]): string {
  const child = spawnSync(process.execPath, [fileURLToPath(import.meta.url), ...args], { encoding: "utf8" });
  if (child.status !== 0) throw new Error(`${args.join(" ")} failed:\n${child.stderr}`);
  return child.stdout;
}

function writeLog(path: string): void {
  const file = openSync(path, "w");
  writeSync(file, "timestamp,input_tokens,output_tokens\n");
  for (const { arrivals, inputTokens, outputTokens } of azureLikePieces(ROWS, RATE, 65_536)) {
    const rows = [...arrivals].map((arrival, i) => {
      const second = formatInstant(START + Math.floor(arrival)).slice(0, 19);
      const fraction = (arrival % 1).toFixed(6).slice(1, 8);
      return `${second}${fraction}Z,${inputTokens[i]},${outputTokens[i]}\n`;
    });
    writeSync(file, rows.join(""));
  }
  closeSync(file);
}

async function asParquet(csv: string, parquet: string): Promise<void> {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(`copy (from read_csv('${csv}')) to '${parquet}' (format parquet)`);
  connection.closeSync();
}

/** What reading one log takes, from nothing. */
async function readAlone(path: string): Promise<void> {
  const history = await trafficFiles.readTraffic(path);
  const { workload, duration, epoch } = history;
  if (workload.arrivals.length !== ROWS) throw new Error("requests were lost");
  const profile = profileOf(history, epoch ?? START);
  const windows = new Float64Array(Math.ceil(duration / WINDOW));
  for (const arrival of workload.arrivals) {
    const window = Math.floor(arrival / WINDOW);
    windows[window] = (windows[window] ?? 0) + 1 / WINDOW;
  }
  if (profile.hourly.length === 0 || windows.length === 0) throw new Error("no windows");
  const megabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
  console.log(JSON.stringify({ seconds: performance.now() / 1000, megabytes }));
}

const [, script = "", task, path = "", other = ""] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  if (task === "write") writeLog(path);
  else if (task === "copy") await asParquet(path, other);
  else await readAlone(path);
}
