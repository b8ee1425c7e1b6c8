import { Sketch } from "./sketch.ts";
import type { Slots } from "./slots.ts";

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

/** Collects what the summary needs while requests leave, and every request's times where they are wanted. */
export class Recorder {
  readonly interTokenTimes = new Sketch();
  readonly ttft = new Samples();
  readonly tpot = new Samples();
  readonly e2e = new Samples();
  readonly counts = { arrived: 0, completed: 0, rejected: 0, timedOut: 0, unfinished: 0 };
  readonly columns: RequestColumns | null;
  outputTokens = 0;
  preemptions = 0;
  lastEvent = 0;
  private readonly slots: Slots;
  private readonly measureFrom: number;

  /** `keep`: how many requests to keep one by one; null: none. Requests that arrive before `measureFrom` only warm up. */
  constructor(slots: Slots, options: { keep: number | null; measureFrom: number }) {
    this.slots = slots;
    this.measureFrom = options.measureFrom;
    this.columns = options.keep === null ? null : emptyColumns(options.keep);
  }

  leave(slot: number, status: RequestStatus, now: number): void {
    const { slots, columns } = this;
    if (columns) this.keep(slot, status, now);
    if (status !== "unfinished") this.lastEvent = Math.max(this.lastEvent, now);
    const arrival = slots.arrival[slot] ?? 0;
    if (arrival < this.measureFrom) return;
    this.preemptions += slots.preemptions[slot] ?? 0;
    if (status === "completed") this.complete(slot, now);
    else if (status === "rejected") this.counts.rejected++;
    else if (status === "timed-out") this.counts.timedOut++;
    else this.counts.unfinished++;
  }

  arrived(arrival: number): void {
    if (arrival >= this.measureFrom) this.counts.arrived++;
  }

  private complete(slot: number, now: number): void {
    const { slots } = this;
    const arrival = slots.arrival[slot] ?? 0;
    const first = slots.firstToken[slot] ?? 0;
    const output = slots.output[slot] ?? 0;
    this.counts.completed++;
    this.outputTokens += output;
    this.ttft.add(first - arrival);
    this.e2e.add(now - arrival);
    if (output > 1) this.tpot.add((now - first) / (output - 1));
  }

  private keep(slot: number, status: RequestStatus, now: number): void {
    const { slots, columns } = this;
    const index = slots.request[slot] ?? 0;
    if (!columns) return;
    columns.arrivals[index] = slots.arrival[slot] ?? 0;
    columns.scheduled[index] = slots.scheduled[slot] ?? NaN;
    columns.firstToken[index] = slots.firstToken[slot] ?? NaN;
    columns.finish[index] = status === "unfinished" ? NaN : now;
    columns.replica[index] = slots.replica[slot] ?? -1;
    columns.preemptions[index] = slots.preemptions[slot] ?? 0;
    columns.status[index] = REQUEST_STATUS.indexOf(status);
  }
}

/** A growing list of float64 values. */
export class Samples {
  private values = new Float64Array(1024);
  size = 0;

  add(value: number): void {
    if (this.size === this.values.length) {
      const bigger = new Float64Array(this.size * 2);
      bigger.set(this.values);
      this.values = bigger;
    }
    this.values[this.size++] = value;
  }

  toArray(): Float64Array {
    return this.values.slice(0, this.size);
  }
}

function emptyColumns(size: number): RequestColumns {
  return {
    arrivals: new Float64Array(size),
    scheduled: new Float64Array(size).fill(NaN),
    firstToken: new Float64Array(size).fill(NaN),
    finish: new Float64Array(size).fill(NaN),
    replica: new Int32Array(size).fill(-1),
    preemptions: new Int32Array(size),
    status: new Uint8Array(size).fill(REQUEST_STATUS.indexOf("unfinished")),
  };
}
