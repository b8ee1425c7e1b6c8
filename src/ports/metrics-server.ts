/** Seconds on the clock of Unix; a moment every `step` seconds. */
export interface MetricsRange {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** A Prometheus that the operator has named. Throws an OutsideError where it cannot be reached or refuses. */
export interface MetricsServer {
  /** The answer of `/api/v1/query_range`, as text. */
  range(query: string, range: MetricsRange): Promise<string>;
}
