import {
  type DrawnLengths,
  drawStages,
  type LatencyStatistics,
  type LoadSpec,
  type ObservedLoad,
} from "../../../planner/index.ts";

/** One request as a client measured it. Seconds; null where it has no such time. */
export interface ObservedRequest {
  /** On the client's own clock; null where it was not kept. */
  readonly start: number | null;
  readonly input: number;
  readonly output: number;
  readonly ttft: number | null;
  readonly tpot: number | null;
}

/** How a benchmark sent its requests. */
export type Sending =
  | { readonly kind: "closed"; readonly concurrency: number }
  /** Requests a second. */
  | { readonly kind: "open"; readonly rate: number };

/** A load of which every request is known, in the order of their start; an open one is replayed as it was sent. */
export function loadOfRequests(name: string, sending: Sending, requests: readonly ObservedRequest[]): ObservedLoad {
  const isTimed = requests.every(({ start }) => start !== null);
  const inOrder = isTimed ? requests.toSorted((a, b) => (a.start ?? 0) - (b.start ?? 0)) : requests;
  const of = (latency: "ttft" | "tpot") => Float64Array.from(inOrder, (one) => one[latency] ?? Number.NaN);
  return {
    name,
    load: isTimed && sending.kind === "open" ? replayed(inOrder) : drawn(sending, inOrder),
    measured: { kind: "requests", ttft: of("ttft"), tpot: of("tpot") },
  };
}

/** Statistics of a load whose requests are not told one by one. */
export interface ObservedSummary {
  readonly lengths: DrawnLengths;
  readonly ttft: LatencyStatistics;
  readonly tpot: LatencyStatistics;
}

export function loadOfSummary(name: string, sending: Sending, { lengths, ttft, tpot }: ObservedSummary): ObservedLoad {
  const requests = Array.from(lengths.input, (input, i) => ({ input, output: lengths.output[i] ?? 1 }));
  return { name, load: drawn(sending, requests), measured: { kind: "summary", ttft, tpot } };
}

/** Where only means are known, requests are taken to be equally long. */
export function equallyLong(requests: number, input: number, output: number): DrawnLengths {
  const of = (mean: number) => new Int32Array(requests).fill(Math.max(1, Math.round(mean)));
  return { input: of(input), output: of(output) };
}

type Lengths = Pick<ObservedRequest, "input" | "output">;

function replayed(requests: readonly ObservedRequest[]): LoadSpec {
  const first = requests[0]?.start ?? 0;
  return open(
    Float64Array.from(requests, ({ start }) => (start ?? 0) - first),
    requests,
  );
}

/** Clients of a closed loop, or Poisson arrivals of the same rate: benchmarks send so, and the moments were not kept. */
function drawn(sending: Sending, requests: readonly Lengths[]): LoadSpec {
  if (sending.kind === "closed") return { kind: "closed", concurrency: sending.concurrency, ...lengthsOf(requests) };
  const one = { kind: "fixed", tokens: 1 } as const;
  const stage = { rate: sending.rate, end: { requests: requests.length }, inputTokens: one, outputTokens: one };
  const pieces = [...drawStages([stage], 1)];
  return open(Float64Array.from(pieces.flatMap(({ arrivals }) => [...arrivals])), requests);
}

function open(arrivals: Float64Array, requests: readonly Lengths[]): LoadSpec {
  const { input, output } = lengthsOf(requests);
  const workload = { arrivals, inputTokens: input, outputTokens: output, prefixIds: null, prefixTokens: null };
  return { kind: "open", workload };
}

const lengthsOf = (requests: readonly Lengths[]) => ({
  input: Int32Array.from(requests, ({ input }) => input),
  output: Int32Array.from(requests, ({ output }) => output),
});
