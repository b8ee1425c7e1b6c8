import type { RequestColumns, RequestStatus, TokenLengths, TrafficHistory, Workload } from "../../planner/index.ts";

/** A request log read from a file, and what the reader had to assume or mend. */
export interface TrafficFileHistory extends TrafficHistory {
  /** Token lengths of a file of rates that tells them; its workload is empty, and requests of these lengths can stand in for it.
   *  Null for a log, and where lengths are unknown. */
  readonly lengths: { readonly input: TokenLengths; readonly output: TokenLengths } | null;
  /** Seconds the file's own clock shows at workload time 0; 0 for a dated log. A `start` in the deployment dates 0 of that clock. */
  readonly clockStart: number;
  /** Rows that stood later in the file than their arrival would have them, and were sorted. */
  readonly reordered: number;
  /** Sentences for the report: the time zone taken, rows left out, what the layout cannot show. */
  readonly notes: readonly string[];
}

/** Requests to simulate, in order of arrival, on the file's own clock. */
export interface RequestFile {
  /** In which row of the file each request stands, from 0; null when the file is in order of arrival itself. */
  readonly order: Uint32Array | null;
  /** In file order, as the file has them; null when there is no such column, or when it only counts the rows from 0. */
  readonly ids: readonly string[] | null;
  readonly workload: Workload;
}

/** The next requests of a file, in order of arrival. */
export interface RequestPiece {
  readonly workload: Workload;
  /** As the file has them; null when there is no such column, or when it only counts the rows of the file from 0. */
  readonly ids: readonly string[] | null;
}

export interface ReadOptions {
  /** Path as the user wrote it, for messages; the real one when left out. */
  readonly shown?: string;
  /** Most rows that are read; 50 million when left out. */
  readonly rowCap?: number;
}

export interface TrafficFiles {
  /** `path` is absolute and was checked by the caller. Bad rows are counted; too many are an InputError. A log of requests has a
   *  workload; a file of rates by the window has `rates`. Requests of one coarse stamp are spread over it. */
  readTraffic(path: string, options?: ReadOptions): Promise<TrafficFileHistory>;
  /** A table of token lengths: quantiles between 0 and 1, and the tokens at each. */
  readLengths(path: string, options?: Pick<ReadOptions, "shown">): Promise<TokenLengths>;
  /** As readTraffic, but any bad row is an InputError that names its line, arrivals stay as they are stamped, and rates are
   *  refused. Entries that are no requests (health checks, failed requests) are left out. */
  readRequests(path: string, options?: ReadOptions): Promise<RequestFile>;
  /** As readRequests, a piece at a time. `begin` is called before the first one, and again should the file have to be read
   *  another way from its beginning. `unordered`: the file is not in order of arrival, and was not read to its end. */
  streamRequests(
    path: string,
    begin: () => (piece: RequestPiece) => Promise<void>,
    options?: ReadOptions,
  ): Promise<"ordered" | "unordered">;
}

/** What became of each request, in input order. */
export interface ResultRows extends RequestColumns {
  /** Null = number the rows from 0. */
  readonly ids: readonly string[] | null;
  /** What the numbers in `status` mean. */
  readonly statusNames: readonly RequestStatus[];
}

/** A results file that is being written: beside its place, until all of it is there. */
export interface ResultsWriter {
  write(rows: ResultRows): Promise<void>;
  /** Forgets the rows so far. */
  restart(): Promise<void>;
  /** Puts the file in its place. */
  commit(): Promise<void>;
  /** Leaves the place as it was. Does nothing after `commit`. */
  discard(): Promise<void>;
}

export interface ResultsFile {
  openResults(path: string): Promise<ResultsWriter>;
}
