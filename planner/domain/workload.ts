/** Tokens of a prompt or an answer. */
export type TokenLengths =
  | { readonly kind: "fixed"; readonly tokens: number }
  /** Log-normal. Coefficient of variation: standard deviation / mean. */
  | { readonly kind: "spread"; readonly mean: number; readonly cv: number }
  /** Pairs of quantile (0..1, rising) and tokens (never falling); linear between them. */
  | { readonly kind: "quantiles"; readonly points: readonly (readonly [number, number])[] };

/** Requests over time, columns of equal length. Arrivals are seconds on the workload's own clock and never go back. */
export interface Workload {
  readonly arrivals: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  /** Shared-prefix group and its length in tokens; null where the source has none. 0 tokens = no shared prefix. */
  readonly prefixIds: Int32Array | null;
  readonly prefixTokens: Int32Array | null;
}

/** Requests per second in consecutive windows of equal length, the first of which begins at time 0. */
export interface RateSeries {
  readonly windowSeconds: number;
  /** NaN where nothing was seen: a gap is no zero. */
  readonly rates: Float64Array;
}

/** Traffic that was seen: a log of requests, or rates by the window, and what its clock means. */
export interface TrafficHistory {
  /** Every request of a log. Where only rates are known, requests that stand for the lengths alone (none where those are unknown
   *  too): their arrivals say nothing. */
  readonly workload: Workload;
  /** Null for a log, which shows each request. */
  readonly rates: RateSeries | null;
  /** Arrivals of a log were stamped once in so many seconds, and spread over them; null where they are as exact as they look. */
  readonly stampSeconds: number | null;
  /** Coefficient of variation of the times between arrivals that rates come with; null where they do not, and of a log, which
   *  shows its own. */
  readonly burstiness: number | null;
  /** Unix seconds of workload time 0; null for a log with relative times only. */
  readonly epoch: number | null;
  /** Seconds from the first to the end of the last observed instant; windows of silence included. */
  readonly duration: number;
  /** Recognised layout, for the report ("azure-llm-2023", "plain", "vidur", ...). */
  readonly format: string;
  readonly rows: { readonly read: number; readonly bad: number };
  /** Stretches without data, [start, end) in seconds. Gaps are gaps, not zeros. */
  readonly gaps: readonly (readonly [number, number])[];
}
