import type { RequestPiece } from "../../ports/traffic-files.ts";
import { type Growing, growingFloats, growingIntegers } from "./growing.ts";
import type { Recognised } from "./layout.ts";

/** One row as the database cast it; NaN where the text was no number. */
export interface Row {
  readonly whole: number;
  readonly fraction: number;
  readonly input: number;
  readonly output: number;
  readonly prefixTokens: number;
  /** The request id where it is a whole number, spelt as usual; else NaN. */
  readonly idNumber: number;
  /** The text of a cell, asked for only when it is needed. */
  readonly text: (cell: Cell) => string | null;
}

export type Cell = "arrival" | "input" | "output" | "prefixTokens" | "requestId" | "prefixId";

/** A row left out. `record` counts the rows of the file from 0, structurally broken ones left out. */
export interface BadRow {
  readonly record: number;
  readonly cell: Cell;
  readonly text: string | null;
}

/** What was read, in file order. */
export interface Collected {
  /** Seconds after `base`. */
  readonly arrivals: Float64Array;
  /** Unix seconds for a dated log, else 0. */
  readonly base: number;
  readonly dated: boolean;
  /** The first arrival as it stands in the file. */
  readonly firstArrival: string;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly prefixIds: Int32Array | null;
  readonly prefixTokens: Int32Array | null;
  readonly ids: readonly string[] | null;
  /** Good and bad rows, without structurally broken lines. */
  readonly rows: number;
  readonly bad: number;
  readonly firstBad: readonly BadRow[];
}

/** Bad rows that are named. */
export const NAMED_ROWS = 5;
/** 2000-01-01 and 2100-01-01 in Unix seconds: a log from outside has a wrong clock or a wrong unit. */
const EARLIEST = 946_684_800;
const LATEST = 4_102_444_800;
const INT32_MAX = 2 ** 31 - 1;

/** Judges rows one by one and keeps the good ones. */
export class Collector {
  readonly #recognised: Recognised;
  readonly #arrivals = growingFloats();
  readonly #input = growingIntegers();
  readonly #output = growingIntegers();
  readonly #prefixes: Prefixes | null;
  readonly #ids: RequestIds | null;
  readonly #firstBad: BadRow[] = [];
  /** Null until the first arrival that is a number. */
  #dated: boolean | null = null;
  #base = 0;
  #hasBase = false;
  #firstArrival = "";
  #records = 0;
  #blank = 0;
  #bad = 0;

  constructor(recognised: Recognised, keepIds: boolean) {
    this.#recognised = recognised;
    this.#prefixes = recognised.roles.prefix === null ? null : new Prefixes();
    this.#ids = keepIds && recognised.roles.requestId !== null ? new RequestIds() : null;
  }

  add(row: Row): void {
    const record = this.#records++;
    // A log whose first arrival is later than 2000 in seconds cannot be relative: it would span thirty years.
    if (Number.isFinite(row.whole))
      this.#dated ??= row.whole >= EARLIEST || this.#recognised.roles.clock === "timestamp";
    const cell = this.#fault(row);
    if (cell === null) {
      this.#keep(row);
      return;
    }
    this.#bad++;
    if (this.#firstBad.length < NAMED_ROWS) this.#firstBad.push({ record, cell, text: row.text(cell) });
  }

  /** A blank line: counted so that line numbers stay right, otherwise nothing. */
  skip(): void {
    this.#records++;
    this.#blank++;
  }

  get rows(): number {
    return this.#records - this.#blank;
  }

  /** Requests kept and not yet taken. */
  get kept(): number {
    return this.#arrivals.length;
  }

  /** The requests so far, in file order; they are kept no longer. */
  take(): RequestPiece {
    const prefixes = this.#prefixes?.take();
    const workload = {
      arrivals: this.#arrivals.take(),
      inputTokens: this.#input.take(),
      outputTokens: this.#output.take(),
      prefixIds: prefixes?.ids ?? null,
      prefixTokens: prefixes?.tokens ?? null,
    };
    return { workload, ids: this.#ids?.take() ?? null };
  }

  /** Whether arrivals are dates. */
  get dated(): boolean {
    return this.#dated ?? false;
  }

  finish(): Collected {
    const prefixes = this.#prefixes?.finish();
    return {
      arrivals: this.#arrivals.finish(),
      base: this.#base,
      dated: this.#dated ?? false,
      firstArrival: this.#firstArrival,
      inputTokens: this.#input.finish(),
      outputTokens: this.#output.finish(),
      prefixIds: prefixes?.ids ?? null,
      prefixTokens: prefixes?.tokens ?? null,
      ids: this.#ids?.finish() ?? null,
      rows: this.rows,
      bad: this.#bad,
      firstBad: this.#firstBad,
    };
  }

  /** The first cell that makes a row no request; null for a good row. */
  #fault(row: Row): Cell | null {
    const [from, to] = this.#dated === true ? [EARLIEST, LATEST] : [0, EARLIEST];
    if (!(row.whole >= from && row.whole < to)) return "arrival";
    if (!isTokenCount(row.input, 1)) return "input";
    if (!isTokenCount(row.output, 1)) return "output";
    if (this.#prefixes === null) return null;
    const prefix = prefixLength(row);
    return isTokenCount(prefix, 0) && prefix <= row.input ? null : "prefixTokens";
  }

  #keep(row: Row): void {
    if (!this.#hasBase) {
      this.#hasBase = true;
      this.#base = this.#dated === true ? Math.floor(row.whole) : 0;
      this.#firstArrival = row.text("arrival") ?? "";
    }
    this.#ids?.add(row);
    this.#arrivals.push(row.whole - this.#base + row.fraction);
    this.#input.push(row.input);
    this.#output.push(row.output);
    this.#prefixes?.add(row);
  }
}

const isTokenCount = (value: number, least: number): boolean =>
  Number.isInteger(value) && value >= least && value <= INT32_MAX;

/** An empty cell means no shared prefix. */
const prefixLength = (row: Row): number =>
  Number.isNaN(row.prefixTokens) && (row.text("prefixTokens") ?? "").trim() === "" ? 0 : row.prefixTokens;

/** Shared prefixes, numbered in order of appearance; -1 where there is none. */
class Prefixes {
  readonly #ids: Growing<Int32Array<ArrayBuffer>> = growingIntegers();
  readonly #tokens: Growing<Int32Array<ArrayBuffer>> = growingIntegers();
  readonly #known = new Map<string, number>();

  add(row: Row): void {
    const name = row.text("prefixId") ?? "";
    const tokens = name === "" ? 0 : prefixLength(row);
    this.#tokens.push(tokens);
    this.#ids.push(tokens === 0 ? -1 : this.#number(name));
  }

  finish(): { ids: Int32Array; tokens: Int32Array } {
    return { ids: this.#ids.finish(), tokens: this.#tokens.finish() };
  }

  take(): { ids: Int32Array; tokens: Int32Array } {
    return { ids: this.#ids.take(), tokens: this.#tokens.take() };
  }

  #number(name: string): number {
    const known = this.#known.get(name) ?? this.#known.size;
    this.#known.set(name, known);
    return known;
  }
}

/** Ids as strings, unless they only count the rows: then nothing is kept, five million strings saved. */
class RequestIds {
  #kept: string[] | null = null;
  #rows = 0;
  #taken = 0;

  add(row: Row): void {
    if (this.#kept === null && row.idNumber !== this.#rows) {
      this.#kept = Array.from({ length: this.#rows - this.#taken }, (_, index) => String(this.#taken + index));
    }
    this.#kept?.push(row.text("requestId") ?? "");
    this.#rows++;
  }

  finish(): readonly string[] | null {
    return this.#kept;
  }

  take(): readonly string[] | null {
    const kept = this.#kept;
    this.#kept = null;
    this.#taken = this.#rows;
    return kept;
  }
}
