import type { Database, Parameters } from "./database.ts";
import type { Clock, Roles } from "./layout.ts";
import type { Probe } from "./probe.ts";

export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
}

export interface Reading {
  readonly roles: Roles;
  /** A CSV must keep the rules of CSV. */
  readonly strict: boolean;
}

/** Positions of the result's columns. Text comes along so that a bad row can be shown; it is looked at only then. */
export const RESULT = {
  whole: 0,
  fraction: 1,
  input: 2,
  output: 3,
  prefixTokens: 4,
  blank: 5,
  arrivalText: 6,
  inputText: 7,
  outputText: 8,
  prefixTokensText: 9,
  requestId: 10,
  prefixId: 11,
  idNumber: 12,
} as const;

/** Structurally broken lines kept by the CSV reader; a file with more is refused, whatever its size. */
export const REJECTS_LIMIT = 100_000;

/** One row of numbers and texts for each row of the file, in file order. */
export function requestsQuery(database: Database, file: Probe, how: Reading): Query {
  const { sql: source, parameters, text, blank } = SOURCES[file.kind](database, file, how);
  const { roles } = how;
  const optional = (column: number | null | undefined): string =>
    column === null || column === undefined ? "null::varchar" : text(column);
  const time = CLOCKS[roles.clock];
  const sql = `
    select ${time.whole} as whole, ${time.fraction} as fraction, try_cast(i as double), try_cast(o as double),
           try_cast(p as double), blank::double, a, i, o, p, id, prefix,
           case when id = try_cast(id as bigint)::varchar then try_cast(id as double) end
    from (select *, ${time.instant} as instant
          from (select ${text(roles.arrival)} as a, ${text(roles.input)} as i, ${text(roles.output)} as o,
                       ${optional(roles.prefix?.tokens)} as p, ${optional(roles.requestId)} as id,
                       ${optional(roles.prefix?.id)} as prefix, ${blank} as blank
                from ${source}))`;
  return { sql, parameters };
}

/** Seconds in two parts, since a date in one float64 is only good to a quarter of a microsecond. */
const CLOCKS: Readonly<Record<Clock, { instant: string; whole: string; fraction: string }>> = {
  seconds: { instant: "try_cast(a as double)", whole: "instant", fraction: "0::double" },
  milliseconds: { instant: "try_cast(a as double) / 1000", whole: "instant", fraction: "0::double" },
  // TIMESTAMP_NS, not TIMESTAMP: the latter drops an offset in silence and keeps six of Azure's seven digits.
  timestamp: {
    instant: "epoch_ns(try_cast(a as timestamp_ns))",
    whole: "(instant // 1000000000)::double",
    fraction: "(instant % 1000000000)::double / 1e9",
  },
};

interface Source {
  readonly sql: string;
  readonly parameters: Parameters;
  /** The text of a column, by its position in the file's columns. */
  readonly text: (column: number) => string;
  readonly blank: string;
}

const SOURCES: Readonly<Record<Probe["kind"], (database: Database, file: Probe, how: Reading) => Source>> = {
  csv: csvSource,
  jsonl: jsonLinesSource,
  parquet: parquetSource,
};

const READ_CSV = `read_csv($path, auto_detect = false, header = false, skip = $skip, delim = $delimiter,
  quote = $quote, escape = $quote, columns = $columns, strict_mode = $strict, compression = 'none',
  ignore_errors = true, store_rejects = true, rejects_limit = ${REJECTS_LIMIT})`;

function csvSource(database: Database, file: Probe, { strict }: Reading): Source {
  const columns = database.struct(Object.fromEntries(file.columns.map((_, i) => [`c${i}`, "VARCHAR"])));
  const { path, skip, delimiter } = file;
  return {
    sql: READ_CSV,
    parameters: { path, skip, delimiter, quote: '"', columns, strict },
    text: (column) => `c${column}`,
    blank: "false",
  };
}

/** Lines, not the JSON reader: so that each row has its line number and a broken line is one bad row. */
function jsonLinesSource(database: Database, file: Probe, { roles }: Reading): Source {
  const { path, skip, delimiter } = file;
  const { arrival, input, output, requestId, prefix } = roles;
  const read = [arrival, input, output, requestId, prefix?.id, prefix?.tokens].filter((column) => column != null);
  const parameters: Record<string, Parameters[string]> = { path, skip, delimiter, quote: "", strict: false };
  parameters["columns"] = database.struct({ line: "VARCHAR" });
  parameters["keys"] = database.list(read.map((column) => `$.${JSON.stringify(file.columns[column])}`));
  return {
    sql: `(select line, case when json_valid(line) then json_extract_string(line, $keys) end as v from ${READ_CSV})`,
    parameters,
    text: (column) => `v[${read.indexOf(column) + 1}]`,
    blank: "(line is null or trim(line) = '')",
  };
}

function parquetSource(_database: Database, file: Probe): Source {
  return {
    sql: `read_parquet($path) as t(${file.columns.map((_, i) => `c${i}`).join(", ")})`,
    parameters: { path: file.path },
    text: (column) => `c${column}::varchar`,
    blank: "false",
  };
}
