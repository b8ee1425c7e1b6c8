import type { Random, TrafficHistory, Workload } from "../domain/index.ts";

/** A stretch of simulated time to fill with requests from the history. */
export interface ReplayRequest {
  readonly history: TrafficHistory;
  /** Where in the history it comes from, seconds on the history's clock; runs on from the start when it passes the end. */
  readonly from: number;
  readonly seconds: number;
  /** Requests per second wanted at a moment of the stretch; the history's own ups and downs within the hour are kept. */
  readonly rateAt: (time: number) => number;
  readonly random: Random;
}

/** How far an added copy of a request may lie from the original, seconds, or the mean gap if that is longer: enough to break
 *  exact repeats, too little to smooth out the bursts of a minute. */
const COPY_SHIFT = 20;

/** Requests as the history shows them, thinned or multiplied so that the stretch as a whole has the wanted rate. Copies get
 *  the lengths of another request of the stretch, so that lengths keep their joint distribution. Where the history shows
 *  no requests (a gap, a silent night, rates alone), requests of the whole history arrive at random. */
export function replay(request: ReplayRequest): Workload {
  const source = request.history.rates === null ? segment(request) : NOTHING;
  const picked = source.times.length > 0 ? multiplied(request, source) : drawn(request);
  picked.sort((a, b) => a.at - b.at || a.index - b.index);
  const { inputTokens, outputTokens } = request.history.workload;
  return {
    arrivals: Float64Array.from(picked, (p) => p.at),
    inputTokens: Int32Array.from(picked, (p) => inputTokens[p.index] ?? 1),
    outputTokens: Int32Array.from(picked, (p) => outputTokens[p.index] ?? 1),
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
    prefixIds: Int32Array.from(picked, idOf),
    prefixTokens: Int32Array.from(picked, ({ index }) => prefixTokens[index] ?? 0),
  };
}

/** Two stretches, one after the other, of which the first lasts `seconds`. */
export function followedBy(first: Workload, seconds: number, second: Workload): Workload {
  return {
    arrivals: Float64Array.from([...first.arrivals, ...second.arrivals.map((at) => at + seconds)]),
    inputTokens: Int32Array.from([...first.inputTokens, ...second.inputTokens]),
    outputTokens: Int32Array.from([...first.outputTokens, ...second.outputTokens]),
    prefixIds: joined(first.prefixIds, second.prefixIds),
    prefixTokens: joined(first.prefixTokens, second.prefixTokens),
  };
}

const joined = (first: Int32Array | null, second: Int32Array | null): Int32Array | null =>
  first === null || second === null ? null : Int32Array.from([...first, ...second]);

/** An arrival in the stretch, and the row of the history it takes its lengths from. */
interface Picked {
  readonly at: number;
  readonly index: number;
  /** 0 for the request itself, else which of its copies this is. */
  readonly copy: number;
}

/** Chance is drawn in the same order at any rate, so more traffic is the same requests and some more. */
function multiplied(request: ReplayRequest, source: Segment): Picked[] {
  const own = source.times.length / request.seconds;
  const copies = source.times.map((time) => Math.floor(request.rateAt(time) / own + request.random.next()));
  const most = copies.reduce((a, b) => Math.max(a, b), 0);
  const picked: Picked[] = [];
  for (let copy = 0; copy < most; copy++) {
    source.times.forEach((time, i) => {
      const one =
        copy === 0 ? { at: time, index: source.indices[i] ?? 0, copy } : { ...another(request, source, time), copy };
      if (copy < (copies[i] ?? 0)) picked.push(one);
    });
  }
  return picked;
}

function drawn({ history, seconds, rateAt, random }: ReplayRequest): Picked[] {
  const rows = history.workload.arrivals.length;
  const picked: Picked[] = [];
  if (rows === 0) return picked;
  for (let at = random.exponential() / rateAt(0); at < seconds; at += random.exponential() / rateAt(at)) {
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

function another(request: ReplayRequest, source: Segment, time: number): Omit<Picked, "copy"> {
  const shift = Math.max(COPY_SHIFT, request.seconds / source.times.length);
  const shifted = time + (request.random.next() * 2 - 1) * shift;
  const at = Math.min(Math.max(shifted, 0), request.seconds - 1e-6);
  return { at, index: source.indices[Math.floor(request.random.next() * source.indices.length)] ?? 0 };
}

/** The requests of a stretch of history, wrapping at its end as often as needed. */
function segment({ history, from, seconds }: ReplayRequest): Segment {
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
