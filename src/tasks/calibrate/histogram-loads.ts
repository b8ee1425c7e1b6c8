import { type DrawnLengths, drawLengths, type ObservedLoad, type TokenLengths } from "../../../planner/index.ts";
import { CALIBRATION } from "../../mistakes/calibration.ts";
import { fileError, type InputError } from "../../ports/failure.ts";
import { lengthsOfBuckets } from "../traffic-metrics/bucket-lengths.ts";
import { familiesAt, type Histogram, type Snapshot, snapshotsOf } from "./histogram-snapshots.ts";
import type { MetricText } from "./metric-samples.ts";
import { loadOfSummary, type Sending } from "./observed.ts";
import type { Measurements } from "./result-file.ts";

/** What happened between two snapshots, on one replica. */
interface Window {
  /** Seconds; null where the snapshots are not dated. */
  readonly seconds: number | null;
  readonly running: number;
  readonly ttft: Histogram;
  readonly tpot: Histogram;
  readonly input: Histogram;
  readonly output: Histogram;
}

/** Windows of like load are counted together: this many loads at most, of this many requests at least. */
const MOST_LOADS = 6;
const FEWEST_REQUESTS = 20;
/** Requests that stand for a window that had more. */
const MOST_REQUESTS = 1000;

/** Loads from histograms that an engine counts: what was added between one snapshot and the next, windows of like load together.
 *  Only means are compared: buckets are too wide for percentiles. */
export function loadsOfHistograms(texts: readonly MetricText[], model: string): Measurements {
  const snapshots = snapshotsOf(texts, model);
  const windows = snapshots.flatMap((snapshot, i) => {
    const before = snapshots[i - 1];
    const window = before === undefined ? null : windowBetween(before, snapshot);
    return window === null ? [] : [window];
  });
  const file = texts[0]?.file ?? "";
  if (windows.length === 0) throw nothingCounted(file);
  const groups = grouped(windows.toSorted((a, b) => heaviness(a) - heaviness(b)));
  const loads = groups.map(together).filter(({ ttft }) => ttft.count >= FEWEST_REQUESTS);
  const notes = ["of histograms only the means are compared; lengths are drawn from their buckets"];
  return { source: "prometheus", loads: loads.map(loadOf), notes };
}

const nothingCounted = (file: string): InputError => fileError(file, CALIBRATION.nothingCounted(familiesAt("ttft")));

function windowBetween(before: Snapshot, after: Snapshot): Window | null {
  const [ttft, tpot] = [added(before.ttft, after.ttft), added(before.tpot, after.tpot)];
  const [input, output] = [added(before.input, after.input), added(before.output, after.output)];
  if (ttft === null || tpot === null || input === null || output === null) return null;
  const seconds = before.time === null || after.time === null ? null : after.time - before.time;
  const running = (before.running + after.running) / 2 / Math.max(1, after.replicas);
  const ofOne = (histogram: Histogram) => scaled(histogram, 1 / Math.max(1, after.replicas));
  return { seconds, running, ttft: ofOne(ttft), tpot: ofOne(tpot), input: ofOne(input), output: ofOne(output) };
}

/** Null where nothing was added, or where a counter began anew: the engine was restarted. */
function added(before: Histogram | null, after: Histogram | null): Histogram | null {
  if (before === null || after === null) return null;
  const buckets = after.buckets.map(([bound, count], i): [number, number] => [
    bound,
    count - (before.buckets[i]?.[1] ?? 0),
  ]);
  const count = after.count - before.count;
  const isWhole = count > 0 && after.sum >= before.sum && buckets.every(([, of]) => of >= 0);
  return isWhole ? { sum: after.sum - before.sum, count, buckets } : null;
}

const scaled = ({ sum, count, buckets }: Histogram, by: number): Histogram => ({
  sum: sum * by,
  count: count * by,
  buckets: buckets.map(([bound, of]) => [bound, of * by]),
});

const heaviness = ({ seconds, running, ttft }: Window): number => (seconds === null ? running : ttft.count / seconds);

/** Equally many windows each, from the lightest to the heaviest. */
function grouped(windows: readonly Window[]): readonly (readonly Window[])[] {
  const groups = Math.min(MOST_LOADS, windows.length);
  const edge = (group: number) => Math.round((group * windows.length) / groups);
  return Array.from({ length: groups }, (_, group) => windows.slice(edge(group), edge(group + 1)));
}

function together(windows: readonly Window[]): Window {
  return windows.reduce((sum, window) => ({
    seconds: sum.seconds === null || window.seconds === null ? null : sum.seconds + window.seconds,
    running: (sum.running + window.running) / 2,
    ttft: plus(sum.ttft, window.ttft),
    tpot: plus(sum.tpot, window.tpot),
    input: plus(sum.input, window.input),
    output: plus(sum.output, window.output),
  }));
}

const plus = (a: Histogram, b: Histogram): Histogram => ({
  sum: a.sum + b.sum,
  count: a.count + b.count,
  buckets: a.buckets.map(([bound, count], i) => [bound, count + (b.buckets[i]?.[1] ?? 0)]),
});

function loadOf(window: Window): ObservedLoad {
  const { seconds, running, ttft, tpot } = window;
  const concurrency = Math.max(1, Math.round(running));
  const sending: Sending =
    seconds === null ? { kind: "closed", concurrency } : { kind: "open", rate: ttft.count / seconds };
  const name = sending.kind === "open" ? `${Number(sending.rate.toPrecision(3))}/s` : `about ${concurrency} at once`;
  const requests = Math.min(MOST_REQUESTS, Math.round(ttft.count));
  const lengths = drawn(window, requests);
  const mean = ({ sum, count }: Histogram) => ({ mean: sum / count, p50: null, p90: null });
  return loadOfSummary(name, sending, { lengths, ttft: mean(ttft), tpot: mean(tpot) });
}

/** Lengths as the buckets have them, stretched to the mean that the histogram knows exactly. */
function drawn({ input, output }: Window, requests: number): DrawnLengths {
  const of = { inputTokens: quantilesIn(input), outputTokens: quantilesIn(output) };
  const lengths = drawLengths({ kind: "closedLoop", concurrency: 1, requests, ...of }, 1);
  return { input: stretched(lengths.input, input), output: stretched(lengths.output, output) };
}

const quantilesIn = ({ buckets, sum, count }: Histogram): TokenLengths =>
  lengthsOfBuckets(buckets, sum / count)?.lengths ?? { kind: "fixed", tokens: 1 };

function stretched(tokens: Int32Array, { sum, count }: Histogram): Int32Array {
  const mean = tokens.reduce((all, of) => all + of, 0) / Math.max(1, tokens.length);
  return tokens.map((of) => Math.max(1, Math.round((of * (sum / count)) / mean)));
}
