import { TRAFFIC } from "../../mistakes/traffic.ts";
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
import { type Recognised, type RequestRoles, recognise } from "./layout.ts";
import { layouts } from "./layouts/index.ts";
import { badRowsNote, clockNotes, leftOutNote, refuseTooManyBad, sortedNote } from "./notes.ts";
import { type Probe, probe } from "./probe.ts";
import { readLengths } from "./read-lengths.ts";
import { readWindows } from "./read-windows.ts";
import { unreadable } from "./records.ts";
import { type Refusal, refuse } from "./refuse.ts";
import { fieldOf, type Scan, type ScanOptions, scan } from "./scan.ts";
import { unknownLayout } from "./unknown-layout.ts";

const ROW_CAP = 50_000_000;

/** Traffic from disk, read by DuckDB. */
export const trafficFiles: TrafficFiles = { readTraffic, readLengths, readRequests, streamRequests };

async function readTraffic(path: string, options: ReadOptions = {}): Promise<TrafficFileHistory> {
  const { rowCap = ROW_CAP } = options;
  return withFile(path, options, async (database, { file, roles }) => {
    if (roles.kind === "windows") return readWindows(database, { file, roles, rowCap });
    const scanned = await scan(database, { file, roles }, { keepIds: false, rowCap });
    return historyOf({ file, roles, scanned });
  });
}

async function historyOf(read: Read): Promise<TrafficFileHistory> {
  const { file, roles, scanned } = read;
  const { layout } = roles;
  const { collected, structure, firstArrival } = scanned;
  const broken = structure.rejects.length;
  const named = await nameBad(read);
  const leftOut = collected.noUsage + collected.noOutput;
  const tally = { read: collected.rows - leftOut + broken, bad: collected.bad + broken, named };
  refuseTooManyBad(file, tally, "requests");
  if (collected.arrivals.length === 0) throw noRequests(read);
  const { stamps, ...history } = assemble(collected, layout.stampSeconds);
  return {
    ...history,
    format: layout.id,
    rows: { read: collected.rows + broken, bad: tally.bad },
    notes: [
      ...(layout.note === null ? [] : [layout.note]),
      ...clockNotes(roles, collected.dated, firstArrival),
      ...leftOutNote(collected.noUsage, layout.leftOut.noUsage),
      ...leftOutNote(collected.noOutput, layout.leftOut.noOutput),
      ...badRowsNote(tally),
      ...sortedNote(history.reordered, "arrival"),
      ...(stamps === null ? [] : [stamps.note]),
      ...(history.workload.arrivals.at(-1) === 0 ? [AT_ONCE] : []),
    ],
  };
}

const AT_ONCE = "All requests arrive at one instant: they have no rate, one second stands in for their time.";

async function readRequests(path: string, options: ReadOptions = {}): Promise<RequestFile> {
  const { collected } = await readAll(path, options, { keepIds: true });
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
    await readAll(path, options, { keepIds: true, begin: () => handingOver(begin()) });
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
  readonly roles: RequestRoles;
  readonly scanned: Scan;
}

/** Reads requests all of which must be right. */
async function readAll(path: string, options: ReadOptions, how: Omit<ScanOptions, "rowCap">): Promise<Scan> {
  const { rowCap = ROW_CAP } = options;
  return withFile(path, options, async (database, { file, roles }) => {
    if (roles.kind === "windows") throw noRequestsInWindows(file, roles.layout.id);
    const scanned = await scan(database, { file, roles }, { ...how, rowCap });
    const named = await nameBad({ file, roles, scanned });
    if (named.length > 0) throw refuse(file.shown, ...named);
    if (scanned.collected.first === null) throw noRequests({ file, roles, scanned });
    return scanned;
  });
}

async function withFile<T>(
  path: string,
  { shown = path }: ReadOptions,
  work: (database: Database, found: { file: Probe; roles: Recognised }) => Promise<T>,
): Promise<T> {
  const probed = await probe(path, shown);
  return withDatabase(path, async (database) => {
    const file = probed.kind === "parquet" ? await withSchema(database, probed) : asDocument(probed);
    const roles = recognise(file.columns, layouts);
    if (roles === null) throw unknownLayout(file, layouts);
    return work(database, { file, roles });
  });
}

/** A file that is one JSON document of a known kind; else as it was. */
function asDocument(file: Probe): Probe {
  const documents = layouts.flatMap((layout) =>
    layout.kind === "requests" && layout.document ? [layout.document] : [],
  );
  const known = documents.find(({ keys }) => keys.every((key) => file.keys.includes(key)));
  return known === undefined ? file : { ...file, kind: "document", columns: known.columns };
}

async function withSchema(database: Database, file: Probe): Promise<Probe> {
  try {
    const reader = await database.connection.runAndReadAll("describe select * from read_parquet($path)", {
      path: file.path,
    });
    const rows = reader.getRows();
    return { ...file, columns: rows.map(([name]) => String(name)), types: rows.map(([, type]) => String(type)) };
  } catch (error) {
    throw unreadable(file, error);
  }
}

const WISHES = { input: TRAFFIC.noTokens, output: TRAFFIC.noTokens, prefixTokens: TRAFFIC.prefixTooLong };

const nameBad = ({ file, roles, scanned }: Read): Promise<Refusal[]> =>
  nameFaults(file, {
    structure: scanned.structure,
    shown: scanned.shown,
    fieldOf: (cell) => fieldOf(roles, cell),
    clock: roles.clock,
    wishes: WISHES,
  });

function noRequests({ file, roles, scanned }: Read): Error {
  const { noUsage, noOutput } = scanned.collected;
  const { leftOut, document } = roles.layout;
  const others = [...leftOutNote(noUsage, leftOut.noUsage), ...leftOutNote(noOutput, leftOut.noOutput)];
  const advice = document?.advice ?? (others.length > 0 ? TRAFFIC.withoutUsage : TRAFFIC.exportAgain);
  return refuse(
    file.shown,
    TRAFFIC.noRequests(
      others.map((note) => note.slice(0, -1)),
      advice,
    ),
  );
}

function noRequestsInWindows(file: Probe, id: string): Error {
  return refuse(file.shown, TRAFFIC.noRequestsInWindows(id));
}
