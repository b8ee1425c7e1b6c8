import type {
  ReadOptions,
  RequestFile,
  RequestPiece,
  TrafficFileHistory,
  TrafficFiles,
} from "../../ports/traffic-files.ts";
import { type Database, withDatabase } from "./database.ts";
import { nameFaults } from "./faults.ts";
import { assemble, byArrival } from "./history.ts";
import { explainUnknown, type Recognised, recognise } from "./layout.ts";
import { layouts } from "./layouts/index.ts";
import { type Probe, probe } from "./probe.ts";
import { count, type Refusal, refuse } from "./refuse.ts";
import { type Scan, type ScanOptions, scan, unreadable } from "./scan.ts";

/** More bad rows than this and the file is something else than it looks. */
const BAD_SHARE = 0.05;
const ROW_CAP = 50_000_000;

/** Request logs from disk, read by DuckDB. */
export const trafficFiles: TrafficFiles = { readTraffic, readRequests, streamRequests };

async function readTraffic(path: string, options: ReadOptions = {}): Promise<TrafficFileHistory> {
  const { file, recognised, scanned } = await readRows(path, options, { keepIds: false });
  const { collected, rejects } = scanned;
  const read = collected.rows + rejects.length;
  const bad = collected.bad + rejects.length;
  const named = await nameFaults(file, recognised, scanned);
  if (bad > BAD_SHARE * read) throw tooManyBad(file, { read, bad, named });
  const history = assemble(collected);
  return {
    ...history,
    format: recognised.layout.id,
    rows: { read, bad },
    notes: [...notes(recognised, scanned, { bad, named }), ...sorted(history.reordered)],
  };
}

async function readRequests(path: string, options: ReadOptions = {}): Promise<RequestFile> {
  const { file, recognised, scanned } = await readRows(path, options, { keepIds: true });
  const { collected } = scanned;
  const named = await nameFaults(file, recognised, scanned);
  if (named.length > 0) throw refuse(file.shown, ...named);
  const { workload, order } = byArrival(collected);
  // Dates become seconds since the first request: as Unix seconds nine digits would not reach below the second.
  const first = collected.dated ? (workload.arrivals[0] ?? 0) : 0;
  const arrivals = first === 0 ? workload.arrivals : workload.arrivals.map((arrival) => arrival - first);
  return { ids: collected.ids, order, workload: { ...workload, arrivals } };
}

/** Requests that are handed over together. */
const PIECE = 65_536;

/** Nothing went wrong: the caller reads the file another way. */
class NotInOrder extends Error {}

async function streamRequests(
  path: string,
  begin: () => (piece: RequestPiece) => Promise<void>,
  options: ReadOptions = {},
): Promise<"ordered" | "unordered"> {
  try {
    const { file, recognised, scanned } = await readRows(path, options, {
      keepIds: true,
      begin: () => handingOver(begin()),
    });
    const named = await nameFaults(file, recognised, scanned);
    if (named.length > 0) throw refuse(file.shown, ...named);
    return "ordered";
  } catch (error) {
    if (error instanceof NotInOrder) return "unordered";
    throw error;
  }
}

function handingOver(next: (piece: RequestPiece) => Promise<void>): ReturnType<NonNullable<ScanOptions["begin"]>> {
  let first: number | null = null;
  let latest = Number.NEGATIVE_INFINITY;
  return async (collector, last) => {
    if (collector.kept === 0 || (collector.kept < PIECE && !last)) return;
    const { workload, ids } = collector.take();
    for (const arrival of workload.arrivals) {
      if (arrival < latest) throw new NotInOrder();
      latest = arrival;
    }
    first ??= collector.dated ? (workload.arrivals[0] ?? 0) : 0;
    const shift = first;
    const arrivals = shift === 0 ? workload.arrivals : workload.arrivals.map((arrival) => arrival - shift);
    await next({ workload: { ...workload, arrivals }, ids });
  };
}

interface Read {
  readonly file: Probe;
  readonly recognised: Recognised;
  readonly scanned: Scan;
}

async function readRows(
  path: string,
  { shown = path, rowCap = ROW_CAP }: ReadOptions,
  how: Omit<ScanOptions, "rowCap">,
): Promise<Read> {
  const probed = await probe(path, shown);
  return withDatabase(path, async (database) => {
    const file = probed.kind === "parquet" ? { ...probed, columns: await parquetColumns(database, probed) } : probed;
    const recognised = recognise(file.columns, layouts);
    if (recognised === null) throw unknownLayout(file);
    const scanned = await scan(database, { file, recognised }, { ...how, rowCap });
    if (scanned.collected.rows + scanned.rejects.length > 0) return { file, recognised, scanned };
    throw refuse(shown, { found: "no requests", wanted: "at least one", advice: "Export the log again." });
  });
}

async function parquetColumns(database: Database, file: Probe): Promise<string[]> {
  try {
    const reader = await database.connection.runAndReadAll("describe select * from read_parquet($path)", {
      path: file.path,
    });
    return reader.getRows().map(([name]) => String(name));
  } catch (error) {
    throw unreadable(file, error);
  }
}

function unknownLayout(file: Probe): Error {
  const found =
    file.columns.length === 0 ? "no columns" : `the columns ${file.columns.map((name) => name || '""').join(", ")}`;
  const line = file.kind === "csv" ? file.skip : file.kind === "jsonl" ? file.skip + 1 : null;
  return refuse(file.shown, { line, found, ...explainUnknown(file.columns, layouts) });
}

interface Bad {
  readonly bad: number;
  readonly named: readonly Refusal[];
}

function tooManyBad(file: Probe, { read, bad, named }: Bad & { read: number }): Error {
  const percent = ((100 * bad) / read).toFixed(1);
  const summary: Refusal = {
    found: `${count(bad)} of ${count(read)} rows that are no requests (${percent} %)`,
    wanted: `at most ${100 * BAD_SHARE} %`,
    advice: named.length < bad ? `The first ${named.length} follow.` : "They follow.",
  };
  return refuse(file.shown, summary, ...named);
}

function notes({ layout, roles }: Recognised, { collected, rejects }: Scan, { bad, named }: Bad): string[] {
  const said: string[] = [];
  if (layout.note !== null) said.push(layout.note);
  if (roles.clock === "timestamp" && !hasZone(collected.firstArrival)) said.push("Times name no zone: read as UTC.");
  if (roles.clock !== "timestamp" && collected.dated) said.push("Arrivals are Unix times.");
  if (bad > 0) {
    const first = named[0];
    const where = first?.line == null ? "" : `, the first on line ${first.line}`;
    const of = count(collected.rows + rejects.length);
    said.push(`${count(bad)} of ${of} rows left out${where}: ${[first?.at, first?.found].filter(Boolean).join(" ")}.`);
  }
  return said;
}

const sorted = (rows: number): string[] =>
  rows === 0 ? [] : [`${count(rows)} rows stood later in the file than their arrival: sorted.`];

const hasZone = (text: string): boolean => /(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text.trim()) && /[T ]\d{2}:/i.test(text);
