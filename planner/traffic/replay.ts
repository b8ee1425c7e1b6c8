import { quantileOfSorted, type Random, type TrafficHistory, type Workload } from "../domain/index.ts";
import { timesBetween } from "./renewal.ts";

/** A stretch of simulated time to fill with requests from the history. */
export interface ReplayRequest {
  readonly history: TrafficHistory;
  /** Where in the history it comes from, seconds on the history's clock; runs on from the start when it passes the end. Null: from
   *  nowhere in particular, arrivals by chance. */
  readonly from: number | null;
  readonly seconds: number;
  /** Requests per second wanted over the stretch; the history's own ups and downs within the hour are kept. */
  readonly rate: number;
  /** Coefficient of variation of the times between arrivals; 1 = at random. */
  readonly burstiness: number;
  readonly random: Random;
}

/** How far an added copy of a request may lie from the original, seconds, or the mean gap if that is longer: enough to break
 *  exact repeats, too little to smooth out the bursts of a minute. */
const COPY_SHIFT = 20;
/** Below this coefficient of variation what looks like a burst is chance. */
const BURSTY = 1.2;

/** Requests as the history shows them, thinned or multiplied so that the stretch as a whole has the wanted rate. A burst is kept, left
 *  out or copied as a whole: traffic is half of its senders, not half of what each sends. Copies get the lengths of another request
 *  of the stretch, so that lengths keep their joint distribution. Where the history shows no requests (a gap, a silent night, rates
 *  alone), requests of the whole history arrive by chance, as bursty as they are said to be. */
export function replay(request: ReplayRequest): Workload {
  const { from, history } = request;
  const source = from !== null && history.rates === null ? segment(request, from) : NOTHING;
  const picked = source.times.length > 0 ? multiplied(request, source) : drawn(request);
  picked.sort((a, b) => a.at - b.at || a.index - b.index);
  const { inputTokens, outputTokens } = request.history.workload;
  return {
    arrivals: Float64Array.from(picked.map((p) => p.at)),
    inputTokens: Int32Array.from(picked.map((p) => inputTokens[p.index] ?? 1)),
    outputTokens: Int32Array.from(picked.map((p) => outputTokens[p.index] ?? 1)),
    ...beginnings(request.history.workload, picked),
  };
}

/** Shared beginnings of the picked requests. Copies stand for other people: they share theirs with copies of the same number only, so
 *  that twice the traffic is no better cached. */
function beginnings(
  { prefixIds, prefixTokens }: Workload,
  picked: readonly Picked[],
): Pick<Workload, "prefixIds" | "prefixTokens"> {
  if (prefixIds === null || prefixTokens === null) return { prefixIds: null, prefixTokens: null };
  const known = 1 + prefixIds.reduce((most, id) => Math.max(most, id), -1);
  const idOf = ({ index, copy }: Picked) => {
    const id = prefixIds[index] ?? -1;
    return id < 0 ? -1 : id + copy * known;
  };
  return {
    prefixIds: Int32Array.from(picked.map(idOf)),
    prefixTokens: Int32Array.from(picked.map(({ index }) => prefixTokens[index] ?? 0)),
  };
}

/** Two stretches, one after the other, of which the first lasts `seconds`. */
export function followedBy(first: Workload, seconds: number, second: Workload): Workload {
  return {
    arrivals: whole(new Float64Array(first.arrivals.length + second.arrivals.length), [
      first.arrivals,
      second.arrivals.map((at) => at + seconds),
    ]),
    inputTokens: joined(first.inputTokens, second.inputTokens),
    outputTokens: joined(first.outputTokens, second.outputTokens),
    prefixIds: ifBoth(first.prefixIds, second.prefixIds),
    prefixTokens: ifBoth(first.prefixTokens, second.prefixTokens),
  };
}

const joined = (first: Int32Array, second: Int32Array): Int32Array =>
  whole(new Int32Array(first.length + second.length), [first, second]);

const ifBoth = (first: Int32Array | null, second: Int32Array | null): Int32Array | null =>
  first === null || second === null ? null : joined(first, second);

/** Column by column: busy hours have tens of thousands of requests, and each window is put together from two. */
function whole<Column extends Float64Array | Int32Array>(
  column: Column,
  [first, second]: readonly [Column, Column],
): Column {
  column.set(first);
  column.set(second, first.length);
  return column;
}

/** An arrival in the stretch, and the row of the history it takes its lengths from. */
interface Picked {
  readonly at: number;
  readonly index: number;
  /** 0 for the request itself, else which of its copies this is. */
  readonly copy: number;
}

/** Chance is drawn in the same order at any rate, so more traffic is the same requests and some more. */
function multiplied(request: ReplayRequest, source: Segment): Picked[] {
  const times = request.rate / (source.times.length / request.seconds);
  const begins = burstsOf(request, source.times);
  const copies = perBurst(begins, () => Math.floor(times + request.random.next()));
  const most = copies.reduce((a, b) => Math.max(a, b), 0);
  const reach = Math.max(COPY_SHIFT, request.seconds / source.times.length);
  const picked: Picked[] = [];
  for (let copy = 0; copy < most; copy++) {
    let shift = 0;
    source.times.forEach((time, i) => {
      if (copy > 0 && begins[i] === true) shift = (request.random.next() * 2 - 1) * reach;
      const row = copy === 0 ? i : Math.floor(request.random.next() * source.indices.length);
      const one = { at: within(request.seconds, time + shift), index: source.indices[row] ?? 0, copy };
      if (copy < (copies[i] ?? 0)) picked.push(one);
    });
  }
  return picked;
}

/** Whether a request begins a burst. Bursts of `size` requests on average that come at random and all at once have a squared coefficient
 *  of variation of 2 * size - 1: so many are told apart, by the longest times between requests. Where stamps hide those, chance parts
 *  them: that keeps how much the counts of longer stretches vary. */
function burstsOf({ burstiness, history, random }: ReplayRequest, times: readonly number[]): readonly boolean[] {
  if (burstiness < BURSTY) return times.map(() => true);
  const size = (burstiness ** 2 + 1) / 2;
  if (history.stampSeconds !== null) return times.map((_, i) => random.next() < 1 / size || i === 0);
  const between = times.slice(1).map((time, i) => time - (times[i] ?? 0));
  const parts = quantileOfSorted(Float64Array.from(between).sort(), 1 - 1 / size) ?? 0;
  return times.map((_, i) => i === 0 || (between[i - 1] ?? 0) > parts);
}

/** The same number for all requests of a burst. */
function perBurst(begins: readonly boolean[], draw: () => number): number[] {
  let drawn = 0;
  return begins.map((isFirst) => {
    if (isFirst) drawn = draw();
    return drawn;
  });
}

/** A moment beyond an end of the stretch is turned back at it: none may heap there. */
function within(seconds: number, at: number): number {
  const turned = at < 0 ? -at : at >= seconds ? 2 * seconds - at : at;
  return Math.min(Math.max(turned, 0), seconds - 1e-6);
}

function drawn({ history, seconds, rate, burstiness, random }: ReplayRequest): Picked[] {
  const rows = history.workload.arrivals.length;
  const picked: Picked[] = [];
  if (rows === 0) return picked;
  const { first, next } = timesBetween(burstiness, random);
  for (let at = first() / rate; at < seconds; at += next() / rate) {
    picked.push({ at, index: Math.floor(random.next() * rows), copy: 0 });
  }
  return picked;
}

const NOTHING: Segment = { times: [], indices: [] };

interface Segment {
  /** Seconds from the start of the stretch, and the request's row in the history. */
  readonly times: number[];
  readonly indices: number[];
}

/** The requests of a stretch of history, wrapping at its end as often as needed. */
function segment({ history, seconds }: ReplayRequest, from: number): Segment {
  const { arrivals } = history.workload;
  const times: number[] = [];
  const indices: number[] = [];
  const begin = ((from % history.duration) + history.duration) % history.duration;
  for (let lap = 0; lap * history.duration < begin + seconds; lap++) {
    const shift = lap * history.duration - begin;
    for (let i = firstAtOrAfter(arrivals, -shift); i < arrivals.length; i++) {
      const time = (arrivals[i] ?? 0) + shift;
      if (time >= seconds) break;
      times.push(time);
      indices.push(i);
    }
  }
  return { times, indices };
}

function firstAtOrAfter(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
