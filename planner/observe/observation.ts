import type { LatencyMetric, Range, TrafficHistory } from "../domain/index.ts";

/** Latencies as a histogram of Prometheus counts them, seconds: what lies at or below a bound, by rising bounds, Infinity last. */
export interface MeasuredHistogram {
  readonly buckets: readonly (readonly [bound: number, count: number])[];
  readonly sum: number | null;
  readonly count: number;
}

/** What was measured of one deployment between two instants. Null: nothing was, which is no zero. */
export interface MeasuredWindow {
  /** Unix seconds, whole hours. */
  readonly from: number;
  readonly to: number;
  readonly history: TrafficHistory | null;
  readonly latency: Readonly<Record<LatencyMetric, MeasuredHistogram | null>>;
  /** Whether the histogram of times per output token counts one value a request, or one a token. */
  readonly tpotPer: "request" | "token";
  /** Ready replicas of each hour from `from` on, on average; NaN where nobody counted. */
  readonly replicas: Float64Array | null;
}

/** What can differ from a forecast, each told apart from the others. */
export const DRIFTS = ["requests", "prompts", "answers", "engine", "replicas", "cost"] as const;
export type DriftKind = (typeof DRIFTS)[number];

export type DriftStatus = "as-forecast" | "drifted" | "unknown";

/** One thing against its forecast. */
export interface Drift {
  readonly kind: DriftKind;
  readonly status: DriftStatus;
  /** Requests per second, tokens, replicas, US dollars a month; of the engine its step time against the predicted one, 1. */
  readonly forecast: number | null;
  readonly measured: number | null;
  /** What still counts as forecast, in the same unit. */
  readonly range: readonly [number, number] | null;
  readonly message: string;
  /** What to do; null where there is nothing to do. */
  readonly action: string | null;
}

export type Statistic = "mean" | `p${number}`;

/** One figure of a latency, milliseconds; null = not known. Each column explains more of what was measured than the one before. */
export interface LatencyObservation {
  readonly metric: LatencyMetric;
  readonly statistic: Statistic;
  /** From what was known before the window. */
  readonly forecast: number | null;
  /** P10 and P90 of that forecast; null for means. */
  readonly range: readonly [number, number] | null;
  /** Simulated again with the requests that were measured. */
  readonly withTraffic: number | null;
  /** And with steps as slow as they were measured. */
  readonly withEngine: number | null;
  /** And with the replicas that were ready. */
  readonly withReplicas: number | null;
  readonly measured: number | null;
  /** The bucket that holds it: between these two it may lie anywhere. Null for means, which are exact. */
  readonly bucket: readonly [number, number | null] | null;
  readonly standing: "inside" | "above" | "below" | "unknown";
}

/** One promise of the file against what was measured; null = the buckets do not decide. */
export interface TargetObservation {
  readonly metric: LatencyMetric;
  readonly percentile: number;
  readonly target: number;
  readonly measured: number | null;
  readonly met: boolean | null;
}

/** How fast steps were against the predicted step time. */
export interface EngineObservation {
  /** So many times as long as predicted; null = not known. */
  readonly slowness: number | null;
  /** P10 and P90 of the prediction's own error. */
  readonly range: readonly [number, number];
  /** The same in the equally long stretch before, or when it was observed last. */
  readonly before: number | null;
  /** Which latency it was read off. */
  readonly from: LatencyMetric | null;
}

/** A forecast against what came. */
export interface Observation {
  readonly name: string;
  readonly namespace: string;
  readonly from: number;
  readonly to: number;
  /** Share of the window's hours whose traffic was measured. */
  readonly measuredShare: number;
  readonly requests: number | null;
  readonly drifts: readonly Drift[];
  readonly latency: readonly LatencyObservation[];
  readonly targets: readonly TargetObservation[];
  readonly engine: EngineObservation;
  readonly replicas: {
    readonly forecast: number | null;
    readonly expected: number | null;
    readonly measured: number | null;
  };
  readonly cost: { readonly forecast: Range | null; readonly measured: number | null };
  /** Whether `loadline calibrate` would pay, and why. */
  readonly recalibration: { readonly pays: boolean; readonly why: string };
}
