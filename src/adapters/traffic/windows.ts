import type { TrafficFileHistory } from "../../ports/traffic-files.ts";
import { ClockRange } from "./clock-range.ts";
import { type BadRow, NAMED_ROWS } from "./collect.ts";
import { growingFloats, growingIntegers } from "./growing.ts";
import { type Field, isCalendar, type WindowRoles } from "./layout.ts";
import { type Reading, STATE } from "./query.ts";
import type { Rows } from "./records.ts";

export type WindowCell = "arrival" | "load" | "inputMean" | "outputMean" | "burstiness";

/** The cells that hold numbers, in the order they are read. */
const NUMBERS = ["load", "inputMean", "outputMean", "burstiness"] as const;

/** What is read of each row of a file of windows. */
export function windowReading(roles: WindowRoles): Reading {
  const { clock, arrival } = roles;
  const fields = NUMBERS.map((cell) => fieldOfWindow(roles, cell));
  const numbers = fields.map((field) => ({ field, kind: "number" as const }));
  return { clock, arrival, numbers, texts: fields, document: null };
}

/** The columns of a cell; none where the file has no such column. */
export function fieldOfWindow(roles: WindowRoles, cell: WindowCell): Field {
  if (cell === "inputMean") return roles.means?.input ?? [];
  if (cell === "outputMean") return roles.means?.output ?? [];
  return roles[cell] ?? [];
}

/** Windows as they were read, in file order. */
export interface ReadWindows {
  /** Seconds after `base`. */
  readonly starts: Float64Array;
  readonly base: number;
  readonly dated: boolean;
  /** NaN where the cell is empty. */
  readonly loads: Float64Array;
  readonly inputMeans: Float64Array;
  readonly outputMeans: Float64Array;
  readonly burstiness: Float64Array;
  /** Row of the result, and line of the file, both from 0. */
  readonly rows: Int32Array;
  readonly read: number;
  readonly bad: number;
  readonly firstBad: readonly BadRow<WindowCell>[];
}

/** Judges windows one by one and keeps the good ones. An empty cell is a window of which nothing is known. */
export class WindowCollector {
  readonly #starts = growingFloats();
  readonly #numbers = {
    load: growingFloats(),
    inputMean: growingFloats(),
    outputMean: growingFloats(),
    burstiness: growingFloats(),
  };
  readonly #rows = growingIntegers();
  readonly #clock: ClockRange;
  readonly #firstBad: BadRow<WindowCell>[] = [];
  #base: number | null = null;
  #row = 0;
  #blank = 0;
  #bad = 0;

  constructor({ clock }: WindowRoles) {
    this.#clock = new ClockRange(isCalendar(clock));
  }

  get read(): number {
    return this.#row - this.#blank;
  }

  add(rows: Rows): void {
    for (let i = 0; i < rows.length; i++, this.#row++) {
      if (rows.state(i) === STATE.blank) this.#blank++;
      else this.#judge(rows, i);
    }
  }

  finish(): ReadWindows {
    return {
      starts: this.#starts.finish(),
      base: this.#base ?? 0,
      dated: this.#clock.dated,
      loads: this.#numbers.load.finish(),
      inputMeans: this.#numbers.inputMean.finish(),
      outputMeans: this.#numbers.outputMean.finish(),
      burstiness: this.#numbers.burstiness.finish(),
      rows: this.#rows.finish(),
      read: this.read,
      bad: this.#bad,
      firstBad: this.#firstBad,
    };
  }

  #judge(rows: Rows, i: number): void {
    const seconds = rows.whole(i);
    const values = NUMBERS.map((cell, column) => ({ cell, value: numberIn(rows, column, i) }));
    const cell = this.#clock.holds(seconds) ? values.find(({ value }) => value < 0)?.cell : "arrival";
    if (cell !== undefined) {
      this.#bad++;
      if (this.#firstBad.length < NAMED_ROWS) this.#firstBad.push({ row: this.#row, record: this.#row, cell });
      return;
    }
    this.#base ??= this.#clock.dated ? Math.floor(seconds) : 0;
    this.#starts.push(seconds - this.#base + rows.fraction(i));
    for (const { cell: number, value } of values) this.#numbers[number].push(value);
    this.#rows.push(this.#row);
  }
}

/** NaN where the cell is empty, -1 where there is something else than a number. */
function numberIn({ numbers, texts }: Rows, column: number, i: number): number {
  const value = numbers[column]?.(i) ?? Number.NaN;
  if (Number.isFinite(value)) return value;
  const text = (texts[column]?.(i) ?? "").trim();
  return text === "" || /^nan$/i.test(text) ? Number.NaN : -1;
}

type Rates = Pick<TrafficFileHistory, "rates" | "lengths" | "gaps" | "duration" | "burstiness">;

/** Windows in order, on a grid of `seconds`; time 0 is the first one's start. */
export interface Grid {
  readonly seconds: number;
  readonly order: Uint32Array;
  readonly reordered: number;
}

/** Rates and gaps of windows that stand on a grid. Lengths are the mean over the requests of all windows. */
export function assembleWindows(read: ReadWindows, { seconds, order }: Grid, per: WindowRoles["per"]): Rates {
  const first = read.starts[order[0] ?? 0] ?? 0;
  const last = read.starts[order[order.length - 1] ?? 0] ?? 0;
  const count = Math.round((last - first) / seconds) + 1;
  const rates = new Float64Array(count).fill(Number.NaN);
  const perSecond = per === "perSecond" ? 1 : 1 / seconds;
  for (const row of order) {
    rates[Math.round(((read.starts[row] ?? 0) - first) / seconds)] = (read.loads[row] ?? Number.NaN) * perSecond;
  }
  const input = weightedMean(read.inputMeans, read.loads);
  const output = weightedMean(read.outputMeans, read.loads);
  // One number says nothing of how lengths differ: requests of a chat differ about as much as their mean.
  const spread = (mean: number) => ({ kind: "spread", mean: Math.max(1, mean), cv: 1 }) as const;
  return {
    rates: { windowSeconds: seconds, rates },
    lengths: input === null || output === null ? null : { input: spread(input), output: spread(output) },
    burstiness: medianOf(read.burstiness),
    gaps: gapsOf(rates, seconds),
    duration: count * seconds,
  };
}

/** Null where no window has both. */
function weightedMean(means: Float64Array, loads: Float64Array): number | null {
  let sum = 0;
  let weight = 0;
  for (const [i, mean] of means.entries()) {
    const load = loads[i] ?? Number.NaN;
    if (!(mean > 0 && load > 0)) continue;
    sum += mean * load;
    weight += load;
  }
  return weight === 0 ? null : sum / weight;
}

/** Of the windows that have one; a few odd ones say nothing about the rest. */
function medianOf(values: Float64Array): number | null {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const upper = sorted.length >> 1;
  const lower = (sorted.length - 1) >> 1;
  return sorted.length === 0 ? null : ((sorted[lower] ?? 0) + (sorted[upper] ?? 0)) / 2;
}

function gapsOf(rates: Float64Array, seconds: number): (readonly [number, number])[] {
  const gaps: (readonly [number, number])[] = [];
  for (let from = 0; from < rates.length; from++) {
    if (!Number.isNaN(rates[from])) continue;
    let to = from;
    while (to < rates.length && Number.isNaN(rates[to])) to++;
    gaps.push([from * seconds, to * seconds]);
    from = to;
  }
  return gaps;
}
