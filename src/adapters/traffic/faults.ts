import { type BadRow, type Cell, NAMED_ROWS } from "./collect.ts";
import type { Recognised } from "./layout.ts";
import { type Found, findLines } from "./lines.ts";
import type { Probe } from "./probe.ts";
import { type Refusal, refuse } from "./refuse.ts";
import type { Scan } from "./scan.ts";

/** Names the first rows that are no requests, in file order; none when all are. Refuses a quote that never closes. */
export async function nameFaults(
  file: Probe,
  recognised: Recognised,
  { collected, rejects, lax }: Scan,
): Promise<Refusal[]> {
  const { firstBad, firstBackward } = collected;
  if (firstBad.length === 0 && rejects.length === 0 && !lax) return [];
  const found = await locate(file, rejects, [...firstBad, ...(firstBackward === null ? [] : [firstBackward])]);
  if (found.openQuote !== null) {
    throw refuse(file.shown, {
      line: found.openQuote,
      found: "a quote that is never closed",
      wanted: "a quote at each end of a cell",
      advice: "Close it; everything after it was read as one cell.",
    });
  }
  const values = firstBad.map((row) => nameCell(file, recognised, { row, line: lineOf(file, found, row.record) }));
  const lines = rejects
    .slice(0, NAMED_ROWS)
    .map(({ offset, why }) => nameReject(file, { line: found.rejectLines.get(offset) ?? null, why }));
  return [...values, ...lines].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, NAMED_ROWS);
}

/** The first arrival that lies before the one above it, as a refusal; null when arrivals never go back. */
export async function nameBackward(
  file: Probe,
  recognised: Recognised,
  { collected, rejects }: Scan,
): Promise<Refusal | null> {
  const backward = collected.firstBackward;
  if (backward === null) return null;
  const found = await locate(file, rejects, [backward]);
  return {
    line: lineOf(file, found, backward.record),
    at: columnName(file, recognised, "arrival"),
    found: `${show(backward.text)}, an arrival before the previous one${rowNumber(file, backward.record)}`,
    wanted: "arrivals that never go back",
    advice: "Sort the file by arrival.",
  };
}

async function locate(file: Probe, rejects: Scan["rejects"], rows: readonly { record: number }[]): Promise<Found> {
  if (file.kind === "parquet") return { recordLines: new Map(), rejectLines: new Map(), openQuote: null };
  return findLines(file.path, {
    skip: file.skip,
    delimiter: file.delimiter,
    rejects: rejects.map(({ offset }) => offset),
    records: rows.map(({ record }) => record),
    eachLine: file.kind === "jsonl",
  });
}

const lineOf = (file: Probe, found: Found, record: number): number | null =>
  file.kind === "parquet" ? null : (found.recordLines.get(record) ?? null);

function nameCell(file: Probe, recognised: Recognised, { row, line }: { row: BadRow; line: number | null }): Refusal {
  const at = columnName(file, recognised, row.cell);
  const absent = file.kind === "jsonl" && row.text === null;
  const found = absent ? "no such key, or no JSON object" : `${show(row.text)}${rowNumber(file, row.record)}`;
  if (row.cell !== "arrival") return { line, at, found, ...TOKENS[row.cell === "prefixTokens" ? "prefix" : "count"] };
  return { line, at, found, ...ARRIVALS[recognised.roles.clock] };
}

const TOKENS = {
  count: {
    wanted: "a whole number of tokens, 1 or more",
    advice: "A request without input or output is no load; leave it out.",
  },
  prefix: {
    wanted: "a whole number of tokens, at most the input",
    advice: "Leave the cell empty where nothing is shared.",
  },
};

const ARRIVALS = {
  seconds: {
    wanted: "seconds, 0 or more",
    advice: "Unix seconds must lie between 2000 and 2100; milliseconds must be divided by 1000.",
  },
  milliseconds: { wanted: "milliseconds, 0 or more", advice: "Unix milliseconds must lie between 2000 and 2100." },
  timestamp: {
    wanted: "a date and time between 2000 and 2100, as 2026-10-26T08:30:00Z",
    advice: "Write dates as RFC 3339; without a zone they are taken as UTC.",
  },
};

const STRUCTURE: Readonly<Record<string, string>> = {
  "MISSING COLUMNS": "fewer columns than the header",
  "TOO MANY COLUMNS": "more columns than the header",
  "UNQUOTED VALUE": "text after a closing quote",
  "INVALID ENCODING": "bytes that are not UTF-8",
  "LINE SIZE OVER MAXIMUM": "a line of more than two million bytes",
};

function nameReject(file: Probe, { line, why }: { line: number | null; why: string }): Refusal {
  return {
    line,
    found: STRUCTURE[why] ?? why.toLowerCase(),
    wanted: file.kind === "csv" ? `${file.columns.length} columns, as in the header` : "one JSON object a line",
    advice: "Correct or remove the line.",
  };
}

function columnName(file: Probe, { roles }: Recognised, cell: Cell): string {
  const column = cell === "prefixTokens" ? roles.prefix?.tokens : cell === "prefixId" ? roles.prefix?.id : roles[cell];
  return column === undefined || column === null ? "" : (file.columns[column] ?? "");
}

/** Parquet has rows, not lines. */
const rowNumber = (file: Probe, record: number): string => (file.kind === "parquet" ? ` (row ${record + 1})` : "");

const show = (text: string | null): string =>
  text === null || text === "" ? "nothing" : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
