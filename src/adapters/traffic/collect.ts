import type { RequestPiece } from "../../ports/traffic-files.ts";
import type { BlockUses } from "./block-prefixes.ts";
import { ClockRange } from "./clock-range.ts";
import { growingFloats, growingIntegers } from "./growing.ts";
import { isCalendar, type RequestRoles } from "./layout.ts";
import { type Prefixes, prefixesOf } from "./prefixes.ts";
import { type Reading, STATE } from "./query.ts";
import type { Rows } from "./records.ts";
import { RequestIds } from "./request-ids.ts";

export type Cell = "arrival" | "input" | "output" | "prefixTokens";

/** A row left out. */
export interface BadRow<C extends string = Cell> {
  /** Row of the result from 0. */
  readonly row: number;
  /** Line of the file from 0, structurally broken ones left out. */
  readonly record: number;
  readonly cell: C;
}

/** What was read, in file order. */
export interface Collected {
  /** Seconds after `base`. */
  readonly arrivals: Float64Array;
  /** Unix seconds for a dated log, else 0. */
  readonly base: number;
  readonly dated: boolean;
  /** The row of the first request; null when there is none. */
  readonly first: number | null;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly prefixIds: Int32Array | null;
  readonly prefixTokens: Int32Array | null;
  readonly ids: readonly string[] | null;
  /** All rows, without blank and structurally broken lines. */
  readonly rows: number;
  readonly bad: number;
  readonly firstBad: readonly BadRow[];
  /** Entries that are no requests. */
  readonly noUsage: number;
  readonly noOutput: number;
}

/** Bad rows that are named. */
export const NAMED_ROWS = 5;
const INT32_MAX = 2 ** 31 - 1;

/** Where the collector finds them among a row's numbers and texts. */
const NUMBERS = { input: 0, output: 1, prefixTokens: 2, id: 3 } as const;
const TEXTS = { prefix: 0, id: 1, input: 2, output: 3 } as const;

/** What is read of each row of a request log. */
export function requestReading(roles: RequestRoles, keepIds: boolean): Reading {
  const { layout, clock, arrival, input, output, prefix } = roles;
  const id = (keepIds && roles.requestId) || [];
  const numbers: Reading["numbers"] = [
    { field: input, kind: "number" },
    { field: output, kind: "number" },
    { field: prefix?.kind === "named" ? prefix.tokens : [], kind: "optional" },
    { field: id, kind: "ordinal" },
  ];
  const beginning = prefix === null ? [] : prefix.kind === "named" ? prefix.id : prefix.ids;
  // Only to tell what is absent from what is wrong.
  const usage = layout.leftOut.noUsage === null ? [] : [input, output];
  return { clock, arrival, numbers, texts: [beginning, id, ...usage], document: layout.document };
}

/** Judges rows one by one and keeps the good ones. */
export class Collector {
  readonly #arrivals = growingFloats();
  readonly #input = growingIntegers();
  readonly #output = growingIntegers();
  readonly #prefixes: Prefixes | null;
  readonly #ids: RequestIds | null;
  readonly #clock: ClockRange;
  readonly #firstBad: BadRow[] = [];
  #base = 0;
  #first: number | null = null;
  #row = 0;
  #record = 0;
  #bad = 0;
  readonly #leavesOut: boolean;
  #blank = 0;
  #noUsage = 0;
  #noOutput = 0;

  constructor(roles: RequestRoles, { keepIds, uses }: { keepIds: boolean; uses: BlockUses | null }) {
    this.#leavesOut = roles.layout.leftOut.noUsage !== null;
    this.#clock = new ClockRange(isCalendar(roles.clock));
    this.#prefixes = prefixesOf(roles.prefix, uses);
    this.#ids = keepIds && roles.requestId !== null ? new RequestIds() : null;
  }

  add(rows: Rows): void {
    for (let i = 0; i < rows.length; i++) {
      const state = rows.state(i);
      if (state === STATE.blank) this.#blank++;
      else if (state === STATE.broken || !this.#isLeftOut(rows, i)) this.#judge(rows, i);
      this.#row++;
      this.#record++;
    }
  }

  get rows(): number {
    return this.#row - this.#blank;
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
    return this.#clock.dated;
  }

  finish(): Collected {
    const prefixes = this.#prefixes?.finish();
    return {
      arrivals: this.#arrivals.finish(),
      base: this.#base,
      dated: this.dated,
      first: this.#first,
      inputTokens: this.#input.finish(),
      outputTokens: this.#output.finish(),
      prefixIds: prefixes?.ids ?? null,
      prefixTokens: prefixes?.tokens ?? null,
      ids: this.#ids?.finish() ?? null,
      rows: this.rows,
      bad: this.#bad,
      firstBad: this.#firstBad,
      noUsage: this.#noUsage,
      noOutput: this.#noOutput,
    };
  }

  /** Counts an entry that is no request, where the layout knows of such. */
  #isLeftOut({ numbers, texts }: Rows, i: number): boolean {
    if (!this.#leavesOut || !isNone(numbers[NUMBERS.output]?.(i), texts[TEXTS.output], i)) return false;
    if (isNone(numbers[NUMBERS.input]?.(i), texts[TEXTS.input], i)) this.#noUsage++;
    else this.#noOutput++;
    return true;
  }

  #judge(rows: Rows, i: number): void {
    const cell = this.#fault(rows, i);
    if (cell === null) {
      this.#keep(rows, i);
      return;
    }
    this.#bad++;
    if (this.#firstBad.length >= NAMED_ROWS) return;
    const record = rows.record(i);
    this.#firstBad.push({ row: this.#row, record: Number.isNaN(record) ? this.#record : record, cell });
  }

  /** The first cell that makes a row no request; null for a good row. */
  #fault({ whole, numbers }: Rows, i: number): Cell | null {
    if (!this.#clock.holds(whole(i))) return "arrival";
    const input = numbers[NUMBERS.input]?.(i) ?? 0;
    if (!isTokenCount(input, 1)) return "input";
    if (!isTokenCount(numbers[NUMBERS.output]?.(i) ?? 0, 1)) return "output";
    if (this.#prefixes === null) return null;
    const prefix = numbers[NUMBERS.prefixTokens]?.(i) ?? 0;
    return isTokenCount(prefix, 0) && prefix <= input ? null : "prefixTokens";
  }

  #keep({ whole, fraction, numbers, texts }: Rows, i: number): void {
    const seconds = whole(i);
    if (this.#first === null) {
      this.#first = this.#row;
      this.#base = this.dated ? Math.floor(seconds) : 0;
    }
    const inputTokens = numbers[NUMBERS.input]?.(i) ?? 0;
    this.#arrivals.push(seconds - this.#base + fraction(i));
    this.#input.push(inputTokens);
    this.#output.push(numbers[NUMBERS.output]?.(i) ?? 0);
    const tokens = numbers[NUMBERS.prefixTokens]?.(i) ?? 0;
    this.#prefixes?.add({ inputTokens, tokens, text: () => texts[TEXTS.prefix]?.(i) ?? null });
    this.#ids?.add(numbers[NUMBERS.id]?.(i) ?? Number.NaN, () => texts[TEXTS.id]?.(i) ?? null);
  }
}

/** No tokens: 0, or a cell with nothing in it, or with the dash that Envoy writes for what it does not know. */
function isNone(tokens = Number.NaN, text: Rows["texts"][number] | undefined, i: number): boolean {
  if (!Number.isNaN(tokens)) return tokens === 0;
  return ["", "-"].includes((text?.(i) ?? "").trim());
}

const isTokenCount = (value: number, least: number): boolean =>
  Number.isInteger(value) && value >= least && value <= INT32_MAX;
