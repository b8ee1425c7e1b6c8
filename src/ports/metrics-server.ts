import type { MetricSeries } from "./metrics-answer.ts";

/** Seconds on the clock of Unix; a moment every `step` seconds, `start` and `end` among them. */
export interface MetricsRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** What a server says to a query: its series, none where nothing matches, or why it does not understand the query. */
export type MetricsAnswer =
  | { readonly kind: "series"; readonly series: readonly MetricSeries[]; readonly warnings: readonly string[] }
  | { readonly kind: "refused"; readonly message: string };

/** A Prometheus that the operator has named. Throws an OutsideError where it cannot be reached or fails. */
export interface MetricsServer {
  /** A range query of any length: how many requests it takes is the adapter's business. */
  range(query: string, range: MetricsRange): Promise<MetricsAnswer>;
}
