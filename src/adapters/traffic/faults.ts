import { TRAFFIC } from "../../mistakes/traffic.ts";
import type { Expectation } from "../../ports/failure.ts";
import { NAMED_ROWS } from "./collect.ts";
import type { Clock, Field } from "./layout.ts";
import { type Found, findLines } from "./lines.ts";
import type { Probe } from "./probe.ts";
import type { Structure } from "./records.ts";
import { type Refusal, refuse } from "./refuse.ts";
import type { ShownRow } from "./scan.ts";

type Wish = Expectation;

/** Rows that are not what the file should hold, and what their cells should have been. */
export interface Faults<C extends string> {
  readonly structure: Structure;
  readonly shown: readonly ShownRow<C>[];
  /** The columns of a cell. */
  readonly fieldOf: (cell: C) => Field;
  readonly clock: Clock;
  /** What cells other than the time should have been. */
  readonly wishes: Readonly<Record<Exclude<C, "arrival">, Wish>>;
}

/** Names the first rows that are bad, in file order; none when all are good. Refuses a quote that never closes. */
export async function nameFaults<C extends string>(file: Probe, faults: Faults<C>): Promise<Refusal[]> {
  const { shown, structure } = faults;
  const { rejects, lax } = structure;
  if (shown.length === 0 && rejects.length === 0 && !lax) return [];
  const cells = new Map(shown.map(({ record, cell }) => [record, faults.fieldOf(cell)[0] ?? 0]));
  const found = await locate(file, rejects, cells);
  if (found.openQuote !== null) {
    throw refuse(file.shown, { line: found.openQuote, ...TRAFFIC.openQuote });
  }
  const values = shown.map((row) => ({ ...nameCell(file, faults, row), ...found.cells.get(row.record) }));
  const lines = rejects
    .slice(0, NAMED_ROWS)
    .map(({ offset, why }) => nameReject(file, { line: found.rejectLines.get(offset) ?? null, why }));
  return [...values, ...lines].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, NAMED_ROWS);
}

async function locate(file: Probe, rejects: Structure["rejects"], cells: ReadonlyMap<number, number>): Promise<Found> {
  if (hasNoLines(file)) return { cells: new Map(), rejectLines: new Map(), openQuote: null };
  return findLines(file.path, {
    skip: file.skip,
    delimiter: file.delimiter,
    rejects: rejects.map(({ offset }) => offset),
    cells,
    eachLine: file.kind === "jsonl",
  });
}

function nameCell<C extends string>(file: Probe, { fieldOf, clock, wishes }: Faults<C>, row: ShownRow<C>): Refusal {
  const [column] = fieldOf(row.cell);
  const at = column === undefined ? "" : (file.columns[column] ?? "");
  const absent = file.kind === "jsonl" && row.text === null;
  const found = absent ? "no such key, or no JSON object" : `${show(row.text)}${rowNumber(file, row.record)}`;
  if (row.cell !== "arrival") return { at, found, ...wishes[row.cell as Exclude<C, "arrival">] };
  const asDate = clock === "seconds" || clock === "milliseconds";
  if (asDate && isDate(row.text)) return { at, found, ...TIMES[clock], advice: TRAFFIC.dateInTheWrongColumn };
  return { at, found, ...TIMES[clock] };
}

const isDate = (text: string | null): boolean => text !== null && /^\d{4}-\d\d-\d\d/.test(text);

const TIMES: Readonly<Record<Clock, Wish>> = {
  seconds: TRAFFIC.noSeconds,
  milliseconds: TRAFFIC.noMilliseconds,
  nanoseconds: TRAFFIC.noNanoseconds,
  timestamp: TRAFFIC.noTimestamp,
  instant: TRAFFIC.noInstant,
};

const STRUCTURE: Readonly<Record<string, string>> = {
  "MISSING COLUMNS": "fewer columns than the header",
  "TOO MANY COLUMNS": "more columns than the header",
  "UNQUOTED VALUE": "text after a closing quote",
  "INVALID ENCODING": "bytes that are not UTF-8",
  "LINE SIZE OVER MAXIMUM": "a line of more than two million bytes",
};

function nameReject(file: Probe, { line, why }: { line: number | null; why: string }): Refusal {
  const wanted = file.kind === "csv" ? `${file.columns.length} columns, as in the header` : "one JSON object a line";
  return { line, ...TRAFFIC.badLine(STRUCTURE[why] ?? why.toLowerCase(), wanted) };
}

/** Parquet and the lists of a document have rows, not lines. */
const hasNoLines = (file: Probe): boolean => file.kind === "parquet" || file.kind === "document";
const rowNumber = (file: Probe, record: number): string => (hasNoLines(file) ? ` (row ${record + 1})` : "");

const show = (text: string | null): string =>
  text === null || text === "" ? "nothing" : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
