/** How a request ended, as stored in `RequestColumns.status`. */
export const REQUEST_STATUS = ["completed", "rejected", "timed-out", "unfinished"] as const;
export type RequestStatus = (typeof REQUEST_STATUS)[number];

/** What happened to each request, in input order. NaN or -1: never happened. Seconds. */
export interface RequestColumns {
  readonly arrivals: Float64Array;
  readonly scheduled: Float64Array;
  readonly firstToken: Float64Array;
  readonly finish: Float64Array;
  readonly replica: Int32Array;
  readonly preemptions: Int32Array;
  /** Index into REQUEST_STATUS. */
  readonly status: Uint8Array;
}

/** One request's row. */
export interface RequestRow {
  readonly arrival: number;
  readonly scheduled: number;
  readonly firstToken: number;
  readonly finish: number;
  readonly replica: number;
  readonly preemptions: number;
  readonly status: RequestStatus;
}

const UNFINISHED = REQUEST_STATUS.indexOf("unfinished");

/** Requests leave in any order and are wanted in the order they came: rows wait here until those before them are there. Grows
 *  with the requests in flight as long as rows are taken out. */
export class RowBuffer {
  private columns: RequestColumns;
  private known: Uint8Array;
  /** Index of the request in row 0, and how many rows from there on are all known. */
  private first = 0;
  private whole = 0;

  constructor(capacity: number) {
    this.columns = emptyColumns(capacity);
    this.known = new Uint8Array(capacity);
  }

  set(index: number, row: RequestRow): void {
    const place = index - this.first;
    while (place >= this.known.length) this.grow();
    const { columns } = this;
    columns.arrivals[place] = row.arrival;
    columns.scheduled[place] = row.scheduled;
    columns.firstToken[place] = row.firstToken;
    columns.finish[place] = row.finish;
    columns.replica[place] = row.replica;
    columns.preemptions[place] = row.preemptions;
    columns.status[place] = REQUEST_STATUS.indexOf(row.status);
    this.known[place] = 1;
    while (this.known[this.whole] === 1) this.whole++;
  }

  /** The next rows in input order that are all known; they are not kept. */
  takeWhole(): RequestColumns {
    const taken = mapColumns(this.columns, (column) => column.slice(0, this.whole));
    for (const name of COLUMNS) this.columns[name].copyWithin(0, this.whole);
    this.known.copyWithin(0, this.whole);
    this.known.fill(0, this.known.length - this.whole);
    this.first += this.whole;
    this.whole = 0;
    return taken;
  }

  /** All `size` rows from the first on; requests that never left are unfinished. */
  all(size: number): RequestColumns {
    return mapColumns(this.columns, (column) => column.slice(0, size));
  }

  private grow(): void {
    const size = this.known.length * 2;
    const { columns } = this;
    const bigger = emptyColumns(size);
    for (const name of COLUMNS) bigger[name].set(columns[name]);
    this.columns = bigger;
    const known = new Uint8Array(size);
    known.set(this.known);
    this.known = known;
  }
}

type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

const COLUMNS = ["arrivals", "scheduled", "firstToken", "finish", "replica", "preemptions", "status"] as const;

function mapColumns(columns: RequestColumns, change: (column: Column) => Column): RequestColumns {
  const changed = COLUMNS.map((name) => [name, change(columns[name] as Column)]);
  return Object.fromEntries(changed) as unknown as RequestColumns;
}

function emptyColumns(size: number): RequestColumns {
  return {
    arrivals: new Float64Array(size),
    scheduled: new Float64Array(size).fill(NaN),
    firstToken: new Float64Array(size).fill(NaN),
    finish: new Float64Array(size).fill(NaN),
    replica: new Int32Array(size).fill(-1),
    preemptions: new Int32Array(size),
    status: new Uint8Array(size).fill(UNFINISHED),
  };
}
