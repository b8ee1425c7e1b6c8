import type { DuckDBDataChunk } from "@duckdb/node-api";
import { type Cell, type Collected, Collector, type Row } from "./collect.ts";
import type { Database } from "./database.ts";
import type { Recognised } from "./layout.ts";
import type { Probe } from "./probe.ts";
import { REJECTS_LIMIT, RESULT, requestsQuery } from "./query.ts";
import { count, refuse } from "./refuse.ts";

export interface Scan {
  readonly collected: Collected;
  /** Lines that do not have the structure of the file, by where the CSV reader says they begin (bytes from 1). */
  readonly rejects: readonly Reject[];
  /** Read by lax rules because line ends are mixed; an open quote is then not a reject. */
  readonly lax: boolean;
}

export interface Reject {
  readonly offset: number;
  readonly why: string;
}

export interface ScanOptions {
  readonly keepIds: boolean;
  readonly rowCap: number;
  /** Called before the first row of each try; what it returns sees the rows as they come, `last` once there are no more. */
  readonly begin?: () => (collector: Collector, last: boolean) => Promise<void>;
}

/** Reads all rows of a file in file order, in bounded memory besides what is kept. */
export async function scan(
  database: Database,
  source: { file: Probe; recognised: Recognised },
  options: ScanOptions,
): Promise<Scan> {
  try {
    return await read(database, source, { ...options, strict: true });
  } catch (error) {
    if (source.file.kind !== "csv" || !isMixedLineEnds(error)) throw unreadable(source.file, error);
  }
  try {
    return await read(database, source, { ...options, strict: false });
  } catch (error) {
    throw unreadable(source.file, error);
  }
}

async function read(
  database: Database,
  { file, recognised }: { file: Probe; recognised: Recognised },
  { keepIds, rowCap, strict, begin }: ScanOptions & { strict: boolean },
): Promise<Scan> {
  const each = begin?.();
  const collector = new Collector(recognised, keepIds);
  const roles = keepIds ? recognised.roles : { ...recognised.roles, requestId: null };
  const { sql, parameters } = requestsQuery(database, file, { roles, strict });
  const result = await database.connection.stream(sql, { ...parameters });
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    addRows(collector, chunk);
    if (collector.rows > rowCap) throw tooMany(file, rowCap);
    await each?.(collector, false);
  }
  await each?.(collector, true);
  const rejects = file.kind === "parquet" ? [] : await readRejects(database, file);
  return { collected: collector.finish(), rejects, lax: file.kind === "csv" && !strict };
}

const CELLS: Readonly<Record<Cell, number>> = {
  arrival: RESULT.arrivalText,
  input: RESULT.inputText,
  output: RESULT.outputText,
  prefixTokens: RESULT.prefixTokensText,
  requestId: RESULT.requestId,
  prefixId: RESULT.prefixId,
};

function addRows(collector: Collector, chunk: DuckDBDataChunk): void {
  const whole = chunk.getColumnVector(RESULT.whole);
  const fraction = chunk.getColumnVector(RESULT.fraction);
  const input = chunk.getColumnVector(RESULT.input);
  const output = chunk.getColumnVector(RESULT.output);
  const prefixTokens = chunk.getColumnVector(RESULT.prefixTokens);
  const idNumber = chunk.getColumnVector(RESULT.idNumber);
  const blank = chunk.getColumnVector(RESULT.blank);
  const rows = chunk.rowCount;
  for (let i = 0; i < rows; i++) {
    if (blank.getItem(i) === 1) {
      collector.skip();
      continue;
    }
    const row: Row = {
      whole: number(whole.getItem(i)),
      fraction: number(fraction.getItem(i)),
      input: number(input.getItem(i)),
      output: number(output.getItem(i)),
      prefixTokens: number(prefixTokens.getItem(i)),
      idNumber: number(idNumber.getItem(i)),
      text: (cell) => text(chunk.getColumnVector(CELLS[cell]).getItem(i)),
    };
    collector.add(row);
  }
}

const number = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The reader lists a line once for each fault in it; the first fault names it. */
async function readRejects(database: Database, file: Probe): Promise<Reject[]> {
  const reader = await database.connection.runAndReadAll(`
    select line_byte_position::double, any_value(error_type::varchar) from reject_errors
    where scan_id = (select max(scan_id) from reject_scans) group by 1 order by 1`);
  const rejects = reader.getRows().map(([offset, why]) => ({ offset: number(offset), why: text(why) ?? "" }));
  if (rejects.length < REJECTS_LIMIT) return rejects;
  throw refuse(file.shown, {
    found: `${count(REJECTS_LIMIT)} lines or more that do not have the columns of the header`,
    wanted: "one request a line",
    advice: "Check how the file was exported: separators, quotes, line ends.",
  });
}

const isMixedLineEnds = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("state machine reached an invalid state");

function tooMany(file: Probe, rowCap: number): Error {
  return refuse(file.shown, {
    found: `more than ${count(rowCap)} rows`,
    wanted: `at most ${count(rowCap)}`,
    advice: "Give a shorter stretch of the log, or every n-th request with --traffic-scale n.",
  });
}

/** What the database says about a file it cannot read is about the file; anything of ours passes as it is. */
export function unreadable(file: Probe, error: unknown): unknown {
  if (!(error instanceof Error) || !/^(Invalid Input|IO|Conversion|Binder|Invalid) Error/.test(error.message))
    return error;
  const [reason = ""] = error.message.replaceAll(file.path, file.shown).split("\n");
  const kind = { csv: "CSV", jsonl: "JSON lines", parquet: "Parquet" }[file.kind];
  return refuse(file.shown, {
    found: `not readable as ${kind} (${reason})`,
    wanted: `a whole ${kind} file`,
    advice: "Export or copy the file again; it may be cut off.",
  });
}
