import type { TrafficFileHistory } from "../../ports/traffic-files.ts";
import { ClockRange } from "./clock-range.ts";
import { type BadRow, NAMED_ROWS } from "./collect.ts";
import { growingFloats, growingIntegers } from "./growing.ts";
import { isCalendar, type WindowRoles } from "./layout.ts";
import { type Reading, STATE } from "./query.ts";
import type { Rows } from "./records.ts";

export type WindowCell = "arrival" | "load" | "inputMean" | "outputMean";

/** What is read of each row of a file of windows. */
export function windowReading({ clock, arrival, load, means }: WindowRoles): Reading {
  const fields = [load, means?.input ?? [], means?.output ?? []];
  const numbers = fields.map((field) => ({ field, kind: "number" as const }));
  return {
    clock,
    arrival,
    numbers,
    texts: [load, means?.input ?? [], means?.output ?? []],
    document: null,
  };
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
  /** Row of the result, and line of the file, both from 0. */
  readonly rows: Int32Array;
  readonly read: number;
  readonly bad: number;
  readonly firstBad: readonly BadRow<WindowCell>[];
}

/** Judges windows one by one and keeps the good ones. An empty cell is a window of which nothing is known. */
export class WindowCollector {
  readonly #starts = growingFloats();
  readonly #loads = growingFloats();
  readonly #means = [growingFloats(), growingFloats()] as const;
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
    const [inputMeans, outputMeans] = this.#means;
    return {
      starts: this.#starts.finish(),
      base: this.#base ?? 0,
      dated: this.#clock.dated,
      loads: this.#loads.finish(),
      inputMeans: inputMeans.finish(),
      outputMeans: outputMeans.finish(),
      rows: this.#rows.finish(),
      read: this.read,
      bad: this.#bad,
      firstBad: this.#firstBad,
    };
  }

  #judge(rows: Rows, i: number): void {
    const seconds = rows.whole(i);
    const [load = 0, input = 0, output = 0] = [0, 1, 2].map((column) => numberIn(rows, column, i));
    const cell = this.#clock.holds(seconds) ? faultyCell(load, [input, output]) : "arrival";
    if (cell !== null) {
      this.#bad++;
      if (this.#firstBad.length < NAMED_ROWS) this.#firstBad.push({ row: this.#row, record: this.#row, cell });
      return;
    }
    this.#base ??= this.#clock.dated ? Math.floor(seconds) : 0;
    this.#starts.push(seconds - this.#base + rows.fraction(i));
    this.#loads.push(load);
    this.#means[0].push(input);
    this.#means[1].push(output);
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

function faultyCell(load: number, [input, output]: readonly [number, number]): WindowCell | null {
  if (load < 0) return "load";
  if (input < 0) return "inputMean";
  return output < 0 ? "outputMean" : null;
}

type Rates = Pick<TrafficFileHistory, "rates" | "lengths" | "gaps" | "duration">;

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
