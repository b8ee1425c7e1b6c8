import { quantileOfSorted, type TrafficHistory } from "../domain/index.ts";

/** Windows that a log is cut into, seconds; the first length that gives enough of them is taken. Longer ones than an hour would not
 *  change along a line. */
const WINDOWS = [300, 60, 900, 3600];
/** Requests without which a window says nothing, and such windows without which the log does not. */
const LEAST_REQUESTS = 120;
const LEAST_WINDOWS = 5;
/** Where arrivals are stamped in steps, so many steps are spanned at once, and a window holds so many of those spans. */
const STEPS = 10;
const LEAST_SPANS = 20;
/** How far a rate may stray from a window's mean along a line. */
const STEEPEST = 0.9;
/** An odd hour falls into one of these groups of windows, and the median of groups does not see it. */
const GROUPS = 7;

/**
 * Coefficient of variation of the times between arrivals of a log: 1 = at random (Poisson), more = in bursts, 0 = by a clock. Each
 * window is measured on its own and less a straight change of its rate, so that mornings are no bursts; windows are pooled in groups,
 * because a few hundred heavy-tailed times show too little of their tail. Null where requests are too few to tell.
 *
 * Where arrivals are stamped in whole seconds, times between single ones mean nothing. Then so many are taken together that they
 * span ten steps: the variance of such spans, over how many times they hold, is that of one, if times do not depend on another.
 */
export function burstinessOf(history: TrafficHistory): number | null {
  if (history.rates !== null) return null;
  for (const seconds of WINDOWS) {
    const variations = windowsOf(history.workload.arrivals, seconds).flatMap((window) => variationIn(history, window));
    if (variations.length >= LEAST_WINDOWS) return medianOfGroups(variations);
  }
  return null;
}

/** Arrivals of one window: the first's row, and the row after the last's. */
interface Window {
  readonly from: number;
  readonly to: number;
  /** Seconds on the log's clock. */
  readonly middle: number;
  readonly seconds: number;
}

function windowsOf(arrivals: Float64Array, seconds: number): readonly Window[] {
  const windows: Window[] = [];
  for (let from = 0; from < arrivals.length; ) {
    const number = Math.floor((arrivals[from] ?? 0) / seconds);
    let to = from;
    while (to < arrivals.length && (arrivals[to] ?? 0) < (number + 1) * seconds) to++;
    if (to - from >= LEAST_REQUESTS) windows.push({ from, to, middle: (number + 0.5) * seconds, seconds });
    from = to;
  }
  return windows;
}

/** Squared coefficient of variation in a window, and how many spans show it; empty where those are too few. */
interface Variation {
  readonly square: number;
  readonly spans: number;
}

function variationIn(history: TrafficHistory, window: Window): readonly Variation[] {
  const times = evenTimes(history, window);
  const { stampSeconds } = history;
  const together = stampSeconds === null ? 1 : Math.ceil((STEPS * stampSeconds * times.length) / window.seconds);
  const spans = Math.floor(times.length / together);
  if (spans < LEAST_SPANS) return [];
  const lengths = Array.from({ length: spans }, (_, i) =>
    times.slice(i * together, (i + 1) * together).reduce((sum, time) => sum + time, 0),
  );
  const mean = lengths.reduce((sum, length) => sum + length, 0) / spans;
  const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / (spans - 1);
  return mean > 0 ? [{ square: (together * variance) / mean ** 2, spans }] : [];
}

/** Times from the window's arrivals to the next ones, as they were if its rate did not change along a line. The time that crosses the
 *  window's end counts, or long ones would be missed; a silence of the log's does not. */
function evenTimes({ workload: { arrivals }, gaps }: TrafficHistory, { from, to, middle, seconds }: Window): number[] {
  const place = (at: number) => (2 * (at - middle)) / seconds;
  let sum = 0;
  for (let i = from; i < to; i++) sum += place(arrivals[i] ?? 0);
  // The mean place of arrivals is a third of the slope.
  const slope = Math.max(-STEEPEST, Math.min(STEEPEST, (3 * sum) / (to - from)));
  const times: number[] = [];
  for (let i = from; i < Math.min(to, arrivals.length - 1); i++) {
    const at = arrivals[i] ?? 0;
    if (gaps.some(([silent]) => silent === at)) continue;
    times.push(((arrivals[i + 1] ?? 0) - at) * (1 + slope * place(at)));
  }
  return times;
}

function medianOfGroups(variations: readonly Variation[]): number | null {
  const groups = [...Map.groupBy(variations, (_, i) => i % GROUPS).values()];
  const pooled = groups.map((group) => {
    const spans = group.reduce((sum, one) => sum + one.spans, 0);
    return group.reduce((sum, one) => sum + one.spans * one.square, 0) / spans;
  });
  const middle = quantileOfSorted(Float64Array.from(pooled).sort(), 0.5);
  return middle === null ? null : Math.sqrt(middle);
}
