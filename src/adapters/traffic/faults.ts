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
  const { firstBad } = collected;
  if (firstBad.length === 0 && rejects.length === 0 && !lax) return [];
  const cells = new Map(firstBad.map(({ record, cell }) => [record, columnOf(recognised, cell) ?? 0]));
  const found = await locate(file, rejects, cells);
  if (found.openQuote !== null) {
    throw refuse(file.shown, {
      line: found.openQuote,
      found: "a quote that is never closed",
      wanted: "a quote at each end of a cell",
      advice: "Close it; everything after it was read as one cell.",
    });
  }
  const values = firstBad.map((row) => ({ ...nameCell(file, recognised, row), ...found.cells.get(row.record) }));
  const lines = rejects
    .slice(0, NAMED_ROWS)
    .map(({ offset, why }) => nameReject(file, { line: found.rejectLines.get(offset) ?? null, why }));
  return [...values, ...lines].sort((a, b) => (a.line ?? 0) - (b.line ?? 0)).slice(0, NAMED_ROWS);
}

async function locate(file: Probe, rejects: Scan["rejects"], cells: ReadonlyMap<number, number>): Promise<Found> {
  if (file.kind === "parquet") return { cells: new Map(), rejectLines: new Map(), openQuote: null };
  return findLines(file.path, {
    skip: file.skip,
    delimiter: file.delimiter,
    rejects: rejects.map(({ offset }) => offset),
    cells,
    eachLine: file.kind === "jsonl",
  });
}

function nameCell(file: Probe, recognised: Recognised, row: BadRow): Refusal {
  const column = columnOf(recognised, row.cell);
  const at = column === null ? "" : (file.columns[column] ?? "");
  const absent = file.kind === "jsonl" && row.text === null;
  const found = absent ? "no such key, or no JSON object" : `${show(row.text)}${rowNumber(file, row.record)}`;
  if (row.cell !== "arrival") return { at, found, ...TOKENS[row.cell === "prefixTokens" ? "prefix" : "count"] };
  const { clock } = recognised.roles;
  if (clock !== "timestamp" && isDate(row.text)) return { at, found, ...ARRIVALS[clock], advice: DATED };
  return { at, found, ...ARRIVALS[clock] };
}

const isDate = (text: string | null): boolean => text !== null && /^\d{4}-\d\d-\d\d/.test(text);
const DATED = "Dates belong in a column named timestamp; in this one write the time since the first request.";

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

/** Position of a cell's column in the file; null where the file has none. */
function columnOf({ roles }: Recognised, cell: Cell): number | null {
  if (cell === "prefixTokens") return roles.prefix?.tokens ?? null;
  return cell === "prefixId" ? (roles.prefix?.id ?? null) : roles[cell];
}

/** Parquet has rows, not lines. */
const rowNumber = (file: Probe, record: number): string => (file.kind === "parquet" ? ` (row ${record + 1})` : "");

const show = (text: string | null): string =>
  text === null || text === "" ? "nothing" : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
