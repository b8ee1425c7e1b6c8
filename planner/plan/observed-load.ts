import { meanOf, quantilesOf } from "../simulate/percentiles.ts";
import { REQUEST_STATUS, type RequestColumns } from "../simulate/row-buffer.ts";
import type { LoadSpec } from "../simulate/simulate.ts";
import type { CarriedLoad } from "./apply-calibration.ts";

/** What is compared of a latency. */
export const STATISTICS = ["mean", "p50", "p90"] as const;
export type Statistic = (typeof STATISTICS)[number];

/** Seconds; null where the measurement does not tell. */
export type LatencyStatistics = { readonly [statistic in Statistic]: number | null };

/** The two latencies a client sees. */
export const LATENCIES = ["ttft", "tpot"] as const;
export type ClientLatency = (typeof LATENCIES)[number];

/** Latencies of a measured load, seconds: of each request in the order of the load (NaN where it has none), or only statistics. */
export type Measured =
  | { readonly kind: "requests"; readonly ttft: Float64Array; readonly tpot: Float64Array }
  | { readonly kind: "summary"; readonly ttft: LatencyStatistics; readonly tpot: LatencyStatistics };

/** One load as somebody put it on an engine, and what came of it. */
export interface ObservedLoad {
  /** For messages and tables. */
  readonly name: string;
  readonly load: LoadSpec;
  readonly measured: Measured;
}

/** Statistics of the requests that `counts` takes. */
export function statisticsOf(values: Float64Array, counts: (request: number) => boolean): LatencyStatistics {
  const kept = values.filter((value, request) => Number.isFinite(value) && counts(request));
  const [p50 = null, p90 = null] = quantilesOf(kept, [0.5, 0.9]);
  return { mean: meanOf(kept), p50, p90 };
}

/** TTFT and TPOT of each simulated request, as a client would measure them; NaN where it has none. */
export function latenciesOf(columns: RequestColumns, load: LoadSpec): Record<ClientLatency, Float64Array> {
  const { arrivals, firstToken, finish, status } = columns;
  const { output } = lengthsOf(load);
  const done = (request: number) => status[request] === COMPLETED;
  const of = (seconds: (request: number) => number) =>
    arrivals.map((_, request) => (done(request) ? seconds(request) : Number.NaN));
  return {
    ttft: of((i) => (firstToken[i] ?? Number.NaN) - (arrivals[i] ?? 0)),
    tpot: of((i) => {
      const further = (output[i] ?? 0) - 1;
      return further > 0 ? ((finish[i] ?? Number.NaN) - (firstToken[i] ?? 0)) / further : Number.NaN;
    }),
  };
}

const COMPLETED = REQUEST_STATUS.indexOf("completed");

/** Prompt and output tokens of each request of a load. */
export function lengthsOf(load: LoadSpec): { readonly input: Int32Array; readonly output: Int32Array } {
  if (load.kind === "closed") return load;
  return { input: load.workload.inputTokens, output: load.workload.outputTokens };
}

/** What a measured load kept in flight, and its mean lengths. */
export function carriedBy({ load, measured }: ObservedLoad): CarriedLoad {
  const { input, output } = lengthsOf(load);
  const outputTokens = meanLength(output);
  const lengths = { inputTokens: meanLength(input), outputTokens };
  if (load.kind === "closed") return { concurrency: Math.min(load.concurrency, input.length), ...lengths };
  const mean = (latency: ClientLatency): number => {
    const values = measured[latency];
    return (values instanceof Float64Array ? statisticsOf(values, () => true) : values).mean ?? 0;
  };
  const { arrivals } = load.workload;
  const span = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  const seconds = mean("ttft") + mean("tpot") * Math.max(0, outputTokens - 1);
  return { concurrency: span > 0 ? (arrivals.length / span) * seconds : arrivals.length, ...lengths };
}

const meanLength = (tokens: Int32Array): number =>
  tokens.reduce((sum, count) => sum + count, 0) / Math.max(1, tokens.length);
