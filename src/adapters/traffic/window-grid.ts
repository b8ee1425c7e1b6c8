import { TRAFFIC } from "../../mistakes/traffic.ts";
import type { Mistake } from "../../ports/failure.ts";
import { findLines } from "./lines.ts";
import type { Probe } from "./probe.ts";
import type { Structure } from "./records.ts";
import { count, refuse } from "./refuse.ts";
import type { Grid, ReadWindows } from "./windows.ts";

/** Windows that are missing between two; more of them is a wrong unit, not an outage. */
const MOST_WINDOWS = 5_000_000;
/** A start may be off by this share of a window, as rounded times are. */
const TOLERANCE = 0.01;

/** Puts windows in order on a grid whose step is the commonest time between two. A window twice, or between two places of the
 *  grid, is refused: which of them is right cannot be told. */
export async function gridOf(file: Probe, read: ReadWindows, { rejects }: Structure): Promise<Grid> {
  const { starts } = read;
  const order = Uint32Array.from(starts, (_, i) => i);
  order.sort((a, b) => (starts[a] ?? 0) - (starts[b] ?? 0) || a - b);
  if (starts.length < 2) {
    throw refuse(file.shown, TRAFFIC.tooFewWindows(starts.length === 0 ? "no windows" : "one window"));
  }
  const wrong = misplaced(starts, order);
  if (wrong.fault !== null) {
    const { row, ...mistake } = wrong.fault;
    throw refuse(file.shown, { line: await lineOf(file, read.rows[row] ?? 0, rejects), ...mistake });
  }
  return { seconds: wrong.seconds, order, reordered: countReordered(starts) };
}

type Misplaced = { readonly row: number } & Mistake;

function misplaced(starts: Float64Array, order: Uint32Array): { seconds: number; fault: Misplaced | null } {
  const at = (place: number): number => starts[order[place] ?? 0] ?? 0;
  const steps = Array.from({ length: order.length - 1 }, (_, i) => at(i + 1) - at(i));
  const twice = steps.findIndex((step) => step <= 0);
  if (twice !== -1) return { seconds: 0, fault: { row: order[twice + 1] ?? 0, ...TRAFFIC.repeatedWindow } };
  const seconds = commonest(steps);
  for (let place = 1; place < order.length; place++) {
    const windows = (at(place) - at(0)) / seconds;
    if (Math.abs(windows - Math.round(windows)) <= TOLERANCE && windows < MOST_WINDOWS) continue;
    return { seconds, fault: { row: order[place] ?? 0, ...offGrid(windows, seconds) } };
  }
  return { seconds, fault: null };
}

function offGrid(windows: number, seconds: number): Mistake {
  if (windows >= MOST_WINDOWS) return TRAFFIC.farWindow(count(Math.round(windows)));
  return TRAFFIC.unevenWindow(windows.toFixed(2), seconds);
}

/** The commonest time between two windows, the shorter of two that are as common; to the millisecond. */
function commonest(steps: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const step of steps) {
    const rounded = Math.max(0.001, Math.round(step * 1000) / 1000);
    counts.set(rounded, (counts.get(rounded) ?? 0) + 1);
  }
  const [[seconds] = [1]] = [...counts].sort(([a, times], [b, others]) => others - times || a - b);
  return seconds;
}

function countReordered(starts: Float64Array): number {
  let latest = Number.NEGATIVE_INFINITY;
  let reordered = 0;
  for (const start of starts) {
    if (start < latest) reordered++;
    else latest = start;
  }
  return reordered;
}

/** Null for Parquet, which has rows. */
async function lineOf(file: Probe, record: number, rejects: Structure["rejects"]): Promise<number | null> {
  if (file.kind !== "csv" && file.kind !== "jsonl") return null;
  const { path, skip, delimiter } = file;
  const cells = new Map([[record, 0]]);
  const offsets = rejects.map(({ offset }) => offset);
  const found = await findLines(path, { skip, delimiter, rejects: offsets, cells, eachLine: file.kind === "jsonl" });
  return found.cells.get(record)?.line ?? null;
}
