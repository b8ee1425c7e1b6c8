import type { TrafficHistory, Workload } from "../../planner/index.ts";

/** A request log read from a file, and what the reader had to assume or mend. */
export interface TrafficFileHistory extends TrafficHistory {
  /** Seconds the file's own clock shows at workload time 0; 0 for a dated log. A `start` in the deployment dates 0 of that clock. */
  readonly clockStart: number;
  /** Rows that stood later in the file than their arrival would have them, and were sorted. */
  readonly reordered: number;
  /** Sentences for the report: the time zone taken, rows left out, what the layout cannot show. */
  readonly notes: readonly string[];
}

/** Requests to simulate: in file order, on the file's own clock. */
export interface RequestFile {
  /** As the file has them; null when there is no such column, or when it only counts the rows from 0. */
  readonly ids: readonly string[] | null;
  readonly workload: Workload;
}

export interface ReadOptions {
  /** Path as the user wrote it, for messages; the real one when left out. */
  readonly shown?: string;
  /** Most rows that are read; 50 million when left out. */
  readonly rowCap?: number;
}

export interface TrafficFiles {
  /** `path` is absolute and was checked by the caller. Bad rows are counted; too many are an InputError. */
  readTraffic(path: string, options?: ReadOptions): Promise<TrafficFileHistory>;
  /** As readTraffic, but any bad row, and any arrival before the previous one, is an InputError that names its line. */
  readRequests(path: string, options?: ReadOptions): Promise<RequestFile>;
}

export const RESULT_STATUS = ["completed", "rejected", "timed-out", "unfinished"] as const;

/** What became of each request, columns of equal length in input order. Seconds; NaN = never happened. */
export interface ResultRows {
  /** Null = number the rows from 0. */
  readonly ids: readonly string[] | null;
  readonly arrivals: Float64Array;
  readonly scheduled: Float64Array;
  readonly firstToken: Float64Array;
  readonly finish: Float64Array;
  /** -1 = none. */
  readonly replica: Int32Array;
  readonly preemptions: Int32Array;
  /** Index into RESULT_STATUS. */
  readonly status: Uint8Array;
}

export interface ResultsFile {
  /** Writes beside the target and renames, so that `path` holds all rows or what it held before. */
  writeResults(path: string, rows: ResultRows): Promise<void>;
}
