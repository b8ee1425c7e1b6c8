import type { Database, Parameters } from "./database.ts";
import { SPANS } from "./json-head.ts";
import type { DocumentTable, Field } from "./layout.ts";
import type { Probe } from "./probe.ts";

/** How the database reads one kind of file. */
export interface Source {
  /** A table, in file order. */
  readonly sql: string;
  readonly parameters: Parameters;
  /** The text of a column, by its position in the file's columns. */
  readonly text: (column: number) => string;
  /** A column as a number; null where it is none. */
  readonly number: (column: number) => string;
  /** Nanoseconds since 1970 of a column of dates; null where it is none. */
  readonly nanoseconds: (column: number) => string;
  /** Whether a row is an empty line. */
  readonly blank: string;
  /** Whether a row has the structure of the file. */
  readonly whole: string;
  /** Number of the row's line, from 0 and without broken ones, where one line may hold several rows; else null. */
  readonly record: string;
}

export interface SourceOptions {
  /** A CSV must keep the rules of CSV. */
  readonly strict: boolean;
  /** Columns that are read. */
  readonly columns: Field;
  readonly document: DocumentTable | null;
}

/** Structurally broken lines kept by the CSV reader; a file with more is refused, whatever its size. */
export const REJECTS_LIMIT = 100_000;

export function sourceOf(database: Database, file: Probe, options: SourceOptions): Source {
  if (file.kind === "parquet") return parquetSource(file);
  if (file.kind === "document") return documentSource(file, options.document);
  return file.kind === "csv" ? csvSource(database, file, options) : jsonLinesSource(database, file, options);
}

const READ_CSV = `read_csv($path, auto_detect = false, header = false, skip = $skip, delim = $delimiter,
  quote = $quote, escape = $quote, columns = $columns, strict_mode = $strict, compression = 'none',
  ignore_errors = true, store_rejects = true, rejects_limit = ${REJECTS_LIMIT})`;

/** Columns that arrive as text. TIMESTAMP_NS, not TIMESTAMP: the latter drops an offset in silence and keeps six of Azure's
 *  seven digits. */
const asText = (text: Source["text"]): Pick<Source, "text" | "number" | "nanoseconds"> => ({
  text,
  number: (column) => `try_cast(${text(column)} as double)`,
  nanoseconds: (column) => `epoch_ns(try_cast(${text(column)} as timestamp_ns))`,
});

function csvSource(database: Database, file: Probe, { strict }: SourceOptions): Source {
  const columns = database.struct(Object.fromEntries(file.columns.map((_, i) => [`c${i}`, "VARCHAR"])));
  const { path, skip, delimiter } = file;
  return {
    sql: READ_CSV,
    parameters: { path, skip, delimiter, quote: '"', columns, strict },
    ...asText((column) => `c${column}`),
    ...{ blank: "false", whole: "true", record: "null::double" },
  };
}

/** Lines, not the JSON reader: so that each row has its line number and a broken line is one bad row. */
function jsonLinesSource(database: Database, file: Probe, { columns }: SourceOptions): Source {
  const { path, skip, delimiter, batched } = file;
  const parameters: Record<string, Parameters[string]> = { path, skip, delimiter, quote: "", strict: false };
  parameters["columns"] = database.struct({ line: "VARCHAR" });
  const places = columns.map((column) => file.places[column]);
  const plain = places.filter((place) => place !== undefined && place.attribute === null);
  parameters["keys"] = database.list(plain.map((place) => jsonPath(place?.steps ?? [])));
  const values = places.map((place, i) => {
    if (place?.attribute == null) return `v[${plain.indexOf(place) + 1}]`;
    parameters[`key${i}`] = place.attribute;
    parameters[`list${i}`] = jsonPath(place.steps);
    return attribute(`$list${i}`, `$key${i}`);
  });
  const valid = "coalesce(json_valid(line), false)";
  const texts = values.map((value, i) => `${value} as t${i}`).join(", ");
  return {
    sql: `(select line, record, ${valid} as valid, ${texts} from
      (select line, record, case when ${valid} then json_extract_string(line, $keys) end as v
       from ${batched ? SPANS_OF_LINES : `(select line, null::double as record from ${READ_CSV})`}))`,
    parameters,
    ...asText((column) => `t${columns.indexOf(column)}`),
    ...{ blank: "(line is null or trim(line) = '')", whole: "valid", record: "record" },
  };
}

const SPANS_OF_LINES = `(select record, unnest(case when json_valid(line) then json_extract_string(line, '${SPANS}') else [line] end) as line
  from (select row_number() over () - 1 as record, line from ${READ_CSV}))`;

const jsonPath = (steps: readonly string[]): string => `$${steps.map((step) => `.${JSON.stringify(step)}`).join("")}`;

/** The value of the pair with this key; OpenTelemetry writes a number as a text or as a number, below a key that names its type. */
function attribute(list: string, key: string): string {
  const pair = `list_filter(case when valid then json_extract(line, ${list} || '[*]') end, lambda pair: pair ->> '$.key' = ${key})[1]`;
  const kinds = ["intValue", "doubleValue", "stringValue"].map((kind) => `${pair} ->> '$.value.${kind}'`);
  return `coalesce(${[...kinds, `${pair} ->> '$.value'`].join(", ")})`;
}

function parquetSource(file: Probe): Source {
  const type = (column: number): string => file.types[column] ?? "VARCHAR";
  const text = asText((column) => `c${column}::varchar`);
  return {
    sql: `read_parquet($path) as t(${file.columns.map((_, i) => `c${i}`).join(", ")})`,
    parameters: { path: file.path },
    ...text,
    number: (column) => (NUMBER.test(type(column)) ? `c${column}::double` : text.number(column)),
    nanoseconds: (column) => (DATE.test(type(column)) ? `epoch_ns(c${column})` : text.nanoseconds(column)),
    ...{ blank: "false", whole: "true", record: "null::double" },
  };
}

const NUMBER = /^U?(TINY|SMALL|BIG|HUGE)?(INT|INTEGER)$|^(FLOAT|DOUBLE|DECIMAL.*)$/;
/** Dates of nanoseconds go by their text: the database has no short way for all of them. */
const DATE = /^TIMESTAMP(_S|_MS| WITH TIME ZONE)?$/;

/** One JSON document; of it the database keeps the lists that are asked for. */
function documentSource(file: Probe, document: DocumentTable | null): Source {
  const { types = {}, rows = "", columns = [] } = document ?? {};
  const read = Object.entries(types).map(([key, type]) => `${key}: '${type}'`);
  const names = columns.map((_, i) => `c${i}`).join(", ");
  return {
    sql: `(with document as (from read_json($path, columns = {${read.join(", ")}}, maximum_object_size = ${Math.min(LARGEST, file.bytes + 1)}))
      select * from (${rows}) as t(${names}))`,
    parameters: { path: file.path },
    ...asText((column) => `c${column}`),
    ...{ blank: "false", whole: "true", record: "null::double" },
  };
}

/** Bytes of the largest document that is read: the database holds it in memory, several times, while it looks. */
const LARGEST = 128 * 2 ** 20;
