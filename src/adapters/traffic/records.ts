import type { DuckDBDataChunk } from "@duckdb/node-api";
import { TRAFFIC } from "../../mistakes/traffic.ts";
import type { Database } from "./database.ts";
import type { Field } from "./layout.ts";
import type { Probe } from "./probe.ts";
import { type Query, RESULT, type Reading, rowsQuery, textsQuery } from "./query.ts";
import { count, refuse } from "./refuse.ts";
import { REJECTS_LIMIT } from "./sources.ts";

/** Some rows of a file, as the database cast them. */
export interface Rows {
  readonly length: number;
  readonly whole: (row: number) => number;
  readonly fraction: (row: number) => number;
  readonly state: (row: number) => number;
  /** Number of the line from 0; NaN where each line is a row. */
  readonly record: (row: number) => number;
  readonly numbers: readonly ((row: number) => number)[];
  readonly texts: readonly ((row: number) => string | null)[];
}

export interface Reject {
  readonly offset: number;
  readonly why: string;
}

export interface Structure {
  /** Lines that do not have the structure of the file, by where the CSV reader says they begin (bytes from 1). */
  readonly rejects: readonly Reject[];
  /** Read by lax rules because line ends are mixed; an open quote is then not a reject. */
  readonly lax: boolean;
}

/** Takes rows as they come, `null` once there are no more. */
export type TakeRows = (rows: Rows | null) => Promise<void> | void;

export interface Source {
  readonly database: Database;
  readonly file: Probe;
  readonly reading: Reading;
}

/** Reads all rows of a file in file order. `begin` is called before the first row of each try. */
export async function readRows(source: Source, begin: () => TakeRows): Promise<Structure> {
  const { file } = source;
  try {
    return await attempt(source, begin(), true);
  } catch (error) {
    if (file.kind !== "csv" || !isMixedLineEnds(error)) throw unreadable(file, error);
  }
  try {
    return await attempt(source, begin(), false);
  } catch (error) {
    throw unreadable(file, error);
  }
}

async function attempt({ database, file, reading }: Source, take: TakeRows, strict: boolean): Promise<Structure> {
  const { numbers, texts } = reading;
  for await (const chunk of chunks(database, rowsQuery(database, file, { ...reading, strict }))) {
    const numberAt = (column: number) => numbersOf(chunk, column);
    await take({
      length: chunk.rowCount,
      whole: numberAt(RESULT.whole),
      fraction: numberAt(RESULT.fraction),
      state: numberAt(RESULT.state),
      record: numberAt(RESULT.record),
      numbers: numbers.map((_, i) => numberAt(RESULT.first + i)),
      texts: texts.map((_, i) => textsOf(chunk, RESULT.first + numbers.length + i)),
    });
  }
  await take(null);
  const rejects = file.kind === "csv" || file.kind === "jsonl" ? await readRejects(database, file) : [];
  return { rejects, lax: file.kind === "csv" && !strict };
}

/** Some texts of one row of the file. */
export interface WantedTexts {
  /** Row of the result from 0. */
  readonly row: number;
  readonly field: Field;
}

/** Texts of a few rows: the file is read once more, up to the last of them. */
export async function readTexts(
  { database, file, reading }: Source,
  wanted: readonly WantedTexts[],
  lax: boolean,
): Promise<(string | null)[]> {
  const found: (string | null)[] = wanted.map(() => null);
  const last = Math.max(-1, ...wanted.map(({ row }) => row));
  if (last < 0) return found;
  const texts = wanted.map(({ field }) => field);
  let before = 0;
  for await (const chunk of chunks(database, textsQuery(database, file, { ...reading, texts, strict: !lax }))) {
    for (const [i, { row }] of wanted.entries()) {
      if (row >= before && row < before + chunk.rowCount) found[i] = textsOf(chunk, i)(row - before);
    }
    before += chunk.rowCount;
    if (before > last) break;
  }
  return found;
}

async function* chunks(database: Database, { sql, parameters }: Query): AsyncGenerator<DuckDBDataChunk> {
  const result = await database.connection.stream(sql, { ...parameters });
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    yield chunk;
  }
}

function numbersOf(chunk: DuckDBDataChunk, column: number): (row: number) => number {
  const vector = chunk.getColumnVector(column);
  return (row) => number(vector.getItem(row));
}

/** Looked at only when a text is asked for. */
const textsOf =
  (chunk: DuckDBDataChunk, column: number): ((row: number) => string | null) =>
  (row) =>
    text(chunk.getColumnVector(column).getItem(row));

const number = (value: unknown): number => (typeof value === "number" ? value : Number.NaN);
const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The reader lists a line once for each fault in it; the first fault names it. */
async function readRejects(database: Database, file: Probe): Promise<Reject[]> {
  const reader = await database.connection.runAndReadAll(`
    select line_byte_position::double, any_value(error_type::varchar), count(*)::double from reject_errors
    where scan_id = (select max(scan_id) from reject_scans) group by 1 order by 1`);
  const rows = reader.getRows();
  const rejects = rows.map(([offset, why]) => ({ offset: number(offset), why: text(why) ?? "" }));
  const faults = rows.reduce((sum, [, , times]) => sum + number(times), 0);
  if (faults < REJECTS_LIMIT) return rejects;
  // The reader stops counting faults, not lines: how many more lines there are nobody knows.
  throw refuse(file.shown, TRAFFIC.otherColumns(count(rejects.length)));
}

const isMixedLineEnds = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("state machine reached an invalid state");

/** What the database says about a file it cannot read is about the file; anything of ours passes as it is. */
export function unreadable(file: Probe, error: unknown): unknown {
  if (!(error instanceof Error) || !/^(Invalid Input|IO|Conversion|Binder|Invalid) Error/.test(error.message))
    return error;
  const [reason = ""] = error.message.replaceAll(file.path, file.shown).split("\n");
  const kind = { csv: "CSV", jsonl: "JSON lines", parquet: "Parquet", document: "JSON" }[file.kind];
  return refuse(file.shown, TRAFFIC.unreadable(kind, reason));
}
