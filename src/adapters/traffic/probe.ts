import { open, stat } from "node:fs/promises";
import { TRAFFIC } from "../../mistakes/traffic.ts";
import { type JsonPlace, jsonHead, outermostKeys } from "./json-head.ts";
import { refuse, refuseAccess } from "./refuse.ts";

/** What the first bytes of a file say about it. */
export interface Probe {
  readonly path: string;
  readonly shown: string;
  readonly kind: "csv" | "jsonl" | "parquet" | "document";
  /** As the file spells them; empty for Parquet, whose schema the database reads. */
  readonly columns: readonly string[];
  /** DuckDB's types of the columns, Parquet only. */
  readonly types: readonly string[];
  /** JSON lines: where each column's value stands. */
  readonly places: readonly JsonPlace[];
  /** JSON lines that hold several records each, as OpenTelemetry's do. */
  readonly batched: boolean;
  /** Size of the file. */
  readonly bytes: number;
  /** Outermost keys of the first JSON object, which may be all there is in the file. */
  readonly keys: readonly string[];
  /** Lines before the first request: comments, blank lines, the header. */
  readonly skip: number;
  readonly delimiter: string;
}

/** Enough for any header, and for a first JSON line with a long list in it. */
const HEAD_BYTES = 1 << 20;
/** JSON lines are read as a table of one column; JSON text may not hold this character, so it never splits a line. */
const NO_DELIMITER = "\u0001";

/** Reads the head of a file: which kind it is, its columns and where its rows begin. Refuses what cannot be a log. */
export async function probe(path: string, shown: string): Promise<Probe> {
  const { head, bytes } = await readHead(path, shown);
  const file = { path, shown, bytes, types: [], places: [], batched: false, keys: [] };
  if (head.subarray(0, 4).toString("latin1") === "PAR1") {
    return { ...file, kind: "parquet", columns: [], skip: 0, delimiter: "," };
  }
  refuseBinary(shown, head);
  const { first, skip, rest } = firstLine(head.toString("utf8"));
  if (first === "") {
    throw refuse(shown, TRAFFIC.noContent);
  }
  if (first.trimStart().startsWith("[")) {
    throw refuse(shown, { line: skip + 1, ...TRAFFIC.jsonArray });
  }
  if (first.trimStart().startsWith("{")) {
    const { names, batched } = jsonHead(rest);
    const columns = names.map(({ name }) => name);
    const places = names.map(({ place }) => place);
    const found = { columns, places, batched, keys: outermostKeys(rest) };
    return { ...file, kind: "jsonl", ...found, skip, delimiter: NO_DELIMITER };
  }
  const delimiter = likeliestDelimiter(first);
  const columns = splitHeader(first, delimiter);
  refuseRepeated(shown, skip + 1, columns);
  return { ...file, kind: "csv", columns, skip: skip + 1, delimiter };
}

async function readHead(path: string, shown: string): Promise<{ head: Buffer; bytes: number }> {
  try {
    // Before it is opened: a named pipe would wait for a writer.
    const about = await stat(path);
    if (!about.isFile()) {
      const found = about.isDirectory() ? "a folder" : "a pipe or device";
      throw refuse(shown, TRAFFIC.noFile(found));
    }
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return { head: buffer.subarray(0, bytesRead), bytes: about.size };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw refuseAccess(shown, error);
  }
}

const COMPRESSED: readonly (readonly [string, string])[] = [
  ["1f8b", "gzip"],
  ["28b52ffd", "zstd"],
  ["504b0304", "zip"],
  ["425a68", "bzip2"],
];

function refuseBinary(shown: string, head: Buffer): void {
  const start = head.subarray(0, 4).toString("hex");
  const packed = COMPRESSED.find(([magic]) => start.startsWith(magic));
  if (packed !== undefined) {
    throw refuse(shown, TRAFFIC.packed(packed[1]));
  }
  if (start.startsWith("fffe") || start.startsWith("feff")) {
    throw refuse(shown, TRAFFIC.utf16);
  }
  if (head.includes(0)) throw refuse(shown, TRAFFIC.binary);
}

/** The first line that is neither blank nor a `#` comment; how many stand before it; the text from it on. */
function firstLine(text: string): { first: string; skip: number; rest: string } {
  let rest = text.startsWith("\uFEFF") ? text.slice(1) : text;
  for (let skip = 0; ; skip++) {
    const end = rest.search(/\r\n|\n|\r/);
    const line = end === -1 ? rest : rest.slice(0, end);
    if (line.trim() !== "" && !line.startsWith("#")) return { first: line, skip, rest };
    if (end === -1) return { first: "", skip, rest: "" };
    rest = rest.slice(end + (rest.startsWith("\r\n", end) ? 2 : 1));
  }
}

function likeliestDelimiter(header: string): string {
  const counts = [",", ";", "\t", "|"].map((delimiter) => ({
    delimiter,
    columns: splitHeader(header, delimiter).length,
  }));
  return counts.reduce((best, next) => (next.columns > best.columns ? next : best)).delimiter;
}

/** Splits one CSV line; quotes may hold the delimiter, and a doubled quote is a quote. */
function splitHeader(line: string, delimiter: string): string[] {
  const names: string[] = [];
  let name = "";
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      names.push(name.trim());
      name = "";
    } else name += character;
  }
  return [...names, name.trim()];
}

function refuseRepeated(shown: string, line: number, columns: readonly string[]): void {
  const names = columns.map((name) => name.toLowerCase());
  const twice = names.find((name, index) => name !== "" && names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw refuse(shown, { line, at: twice, ...TRAFFIC.repeatedColumn });
}
