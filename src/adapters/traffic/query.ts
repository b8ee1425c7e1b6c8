import type { Database, Parameters } from "./database.ts";
import type { Clock, DocumentTable, Field } from "./layout.ts";
import type { Probe } from "./probe.ts";
import { type Source, sourceOf } from "./sources.ts";

export interface Query {
  readonly sql: string;
  readonly parameters: Parameters;
}

/** A column of numbers: null where the text is none. `optional`: an empty cell is 0. `ordinal`: only whole numbers, spelt as usual. */
export interface NumberField {
  readonly field: Field;
  readonly kind: "number" | "optional" | "ordinal";
}

/** What is read of each row. */
export interface Reading {
  readonly clock: Clock;
  readonly arrival: Field;
  readonly numbers: readonly NumberField[];
  readonly texts: readonly Field[];
  readonly document: DocumentTable | null;
}

/** What a row is, before its numbers are looked at. */
export const STATE = { row: 0, blank: 1, broken: 2 } as const;
/** Positions of the first columns of a result; the numbers follow, then the texts. */
export const RESULT = { whole: 0, fraction: 1, state: 2, record: 3, first: 4 } as const;

/** Numbers and texts of each row of the file, in file order. Seconds in two parts, since a date in one float64 is only good to
 *  a quarter of a microsecond. */
export function rowsQuery(database: Database, file: Probe, how: Reading & { readonly strict: boolean }): Query {
  const fields = [how.arrival, ...how.numbers.map(({ field }) => field), ...how.texts];
  const columns = [...new Set(fields.flat())];
  const source = sourceOf(database, file, { strict: how.strict, columns, document: how.document });
  const time = timeOf(how, source);
  const numbers = how.numbers.map((one, i) => `(${numberOf(one, source)})::double as n${i}`);
  const texts = how.texts.map((field, i) => `(${either(field, source.text)})::varchar as s${i}`);
  const named = [
    `${time.instant} as instant`,
    `${time.unix} as unix`,
    `${stateOf(source)} as state`,
    `${source.record} as record`,
  ];
  const results = [
    "state::double",
    "record::double",
    ...how.numbers.map((_, i) => `n${i}`),
    ...how.texts.map((_, i) => `s${i}`),
  ];
  return {
    sql: `select ${time.whole}, ${time.fraction}, ${results.join(", ")}
      from (select ${[...named, ...numbers, ...texts].join(", ")} from ${source.sql})`,
    parameters: source.parameters,
  };
}

/** Texts of each row, to show a bad one. */
export function textsQuery(database: Database, file: Probe, how: Reading & { readonly strict: boolean }): Query {
  const columns = [...new Set(how.texts.flat())];
  const source = sourceOf(database, file, { strict: how.strict, columns, document: how.document });
  const texts = how.texts.map((field) => either(field, source.text));
  return { sql: `select ${texts.join(", ")} from ${source.sql}`, parameters: source.parameters };
}

function numberOf({ field, kind }: NumberField, { number, text }: Source): string {
  const value = either(field, number);
  if (kind === "number") return value;
  const spelt = either(field, text);
  if (kind === "optional") return `case when coalesce(trim(${spelt}), '') = '' then 0 else ${value} end`;
  return `case when ${spelt} = try_cast(${spelt} as bigint)::varchar then ${value} end`;
}

/** The first column with something in it. */
function either(field: Field, expression: (column: number) => string): string {
  if (field.length === 0) return "null";
  return field.length === 1 ? field.map(expression).join() : `coalesce(${field.map(expression).join(", ")})`;
}

interface Time {
  readonly instant: string;
  /** Unix seconds, where a column may hold those as well as dates. */
  readonly unix: string;
  readonly whole: string;
  readonly fraction: string;
}

function timeOf({ clock, arrival }: Reading, source: Source): Time {
  const [column = 0] = arrival;
  const number = source.number(column);
  const inSeconds = { unix: "null", whole: "instant", fraction: "0::double" };
  const inNanoseconds = {
    unix: "null::double",
    whole: "coalesce(unix, (instant // 1000000000)::double)",
    fraction: "case when unix is null then (instant % 1000000000)::double / 1e9 else 0 end",
  };
  if (clock === "seconds") return { instant: number, ...inSeconds };
  if (clock === "milliseconds") return { instant: `${number} / 1000`, ...inSeconds };
  if (clock === "nanoseconds") return { instant: `try_cast(${source.text(column)} as bigint)`, ...inNanoseconds };
  if (clock === "timestamp") return { instant: source.nanoseconds(column), ...inNanoseconds };
  return { instant: source.nanoseconds(column), ...inNanoseconds, unix: number };
}

const stateOf = ({ blank, whole }: Source): string =>
  `case when ${whole} then ${STATE.row} when ${blank} then ${STATE.blank} else ${STATE.broken} end`;
