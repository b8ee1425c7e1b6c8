import { type RequestStatus, RowBuffer } from "./row-buffer.ts";
import { Samples } from "./samples.ts";
import type { Slots } from "./slots.ts";
import { TokenGaps } from "./token-gaps.ts";

export interface RecorderOptions {
  /** Keep what happens to each request; `rows`: how many are expected. Null: keep only what the summary needs. */
  readonly keep: { readonly rows: number } | null;
  /** Requests that arrive earlier only warm up. */
  readonly measureFrom: number;
  /** Completed requests up to which percentiles are exact. */
  readonly exactUpTo: number;
  /** Series of inter-token times up to which their percentiles are exact, and over completed requests; 0 = always from a sketch,
   *  and over all tokens. */
  readonly exactGapsUpTo: number;
}

/** Collects what the summary needs while requests leave, and every request's times where they are wanted. */
export class Recorder {
  /** The gaps between tokens, and whether those of answers that are cut off stay among them. */
  readonly answers: { readonly gaps: TokenGaps; readonly countsCutOff: boolean };
  readonly ttft: Samples;
  readonly tpot: Samples;
  readonly e2e: Samples;
  /** Requests that found no replica ready. */
  foundNone = 0;
  readonly counts = { arrived: 0, completed: 0, rejected: 0, timedOut: 0, unfinished: 0 };
  readonly rows: RowBuffer | null;
  outputTokens = 0;
  preemptions = 0;
  /** Infinity until a request arrives. */
  firstArrival = Infinity;
  lastEvent = 0;
  private readonly slots: Slots;
  private readonly measureFrom: number;

  constructor(slots: Slots, { keep, measureFrom, exactUpTo, exactGapsUpTo }: RecorderOptions) {
    this.slots = slots;
    this.measureFrom = measureFrom;
    this.rows = keep === null ? null : new RowBuffer(Math.max(1, keep.rows));
    this.answers = { gaps: new TokenGaps(exactGapsUpTo), countsCutOff: exactGapsUpTo === 0 };
    this.ttft = new Samples(exactUpTo);
    this.tpot = new Samples(exactUpTo);
    this.e2e = new Samples(exactUpTo);
  }

  /** Whether a request that arrived then is one of those that are counted. */
  measures(arrival: number): boolean {
    return arrival >= this.measureFrom;
  }

  leave(slot: number, status: RequestStatus, now: number): void {
    const { slots } = this;
    if (this.rows !== null) this.keep(this.rows, slot, { status, now });
    const arrival = slots.arrival[slot] ?? 0;
    this.lastEvent = Math.max(this.lastEvent, status === "unfinished" ? arrival : now);
    if (!this.measures(arrival)) return;
    this.preemptions += slots.preemptions[slot] ?? 0;
    if (status === "completed") this.complete(slot, now);
    else if (status === "rejected") this.counts.rejected++;
    else if (status === "timed-out") this.counts.timedOut++;
    else this.counts.unfinished++;
  }

  arrived(arrival: number): void {
    if (arrival < this.firstArrival) this.firstArrival = arrival;
    if (this.measures(arrival)) this.counts.arrived++;
  }

  /** A request reached the gateway and nobody was ready. */
  foundNobody(arrival: number): void {
    if (this.measures(arrival)) this.foundNone++;
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

  private keep(rows: RowBuffer, slot: number, { status, now }: { status: RequestStatus; now: number }): void {
    const { slots } = this;
    rows.set(slots.request[slot] ?? 0, {
      arrival: slots.arrival[slot] ?? 0,
      scheduled: slots.scheduled[slot] ?? NaN,
      firstToken: slots.firstToken[slot] ?? NaN,
      finish: status === "unfinished" ? NaN : now,
      replica: slots.replica[slot] ?? -1,
      preemptions: slots.preemptions[slot] ?? 0,
      status,
    });
  }
}
