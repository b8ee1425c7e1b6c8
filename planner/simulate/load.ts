import type { Workload } from "../domain/index.ts";

/** Where requests come from. `index` counts from 0 in input order. */
export interface Load {
  /** When the next request arrives; Infinity when none is known to come. */
  nextArrival(): number;
  /** Takes that request out. */
  take(): Arrival;
  /** Whether what comes next is not known yet: a load that is read piece by piece waits for its next piece. */
  isDry(): boolean;
  /** A request has left, however it ended; a closed loop answers with the next one. */
  left(now: number): void;
}

export interface Arrival {
  index: number;
  arrival: number;
  input: number;
  output: number;
  /** Requests of one number begin with the same tokens; -1 where there is no such group. */
  prefixId: number;
  /** How many of the input tokens those are. */
  prefixTokens: number;
}

/** Requests that arrive when a log or a generator says so, whatever the server does. */
export function openLoad(workload: Workload): Load {
  let index = 0;
  const { arrivals, inputTokens, outputTokens, prefixIds, prefixTokens } = workload;
  const request: Arrival = { index: 0, arrival: 0, input: 0, output: 0, prefixId: -1, prefixTokens: 0 };
  return {
    nextArrival: () => arrivals[index] ?? Infinity,
    take: () => {
      request.index = index;
      request.arrival = arrivals[index] ?? 0;
      request.input = inputTokens[index] ?? 0;
      request.output = outputTokens[index] ?? 0;
      request.prefixId = prefixIds?.[index] ?? -1;
      request.prefixTokens = prefixTokens?.[index] ?? 0;
      index++;
      return request;
    },
    isDry: () => false,
    left: () => undefined,
  };
}

/** A fixed number of clients, each sending its next request the moment its last one left. */
export function closedLoad(concurrency: number, lengths: { input: Int32Array; output: Int32Array }): Load {
  const total = lengths.input.length;
  let index = 0;
  const due: number[] = new Array<number>(Math.min(concurrency, total)).fill(0);
  let head = 0;
  const request: Arrival = { index: 0, arrival: 0, input: 0, output: 0, prefixId: -1, prefixTokens: 0 };
  return {
    nextArrival: () => (index < total ? (due[head] ?? Infinity) : Infinity),
    take: () => {
      request.index = index;
      request.arrival = due[head++] ?? 0;
      request.input = lengths.input[index] ?? 0;
      request.output = lengths.output[index] ?? 0;
      index++;
      return request;
    },
    isDry: () => false,
    left: (now) => {
      due.push(now);
    },
  };
}

/** Requests that come piece by piece, whenever the reader has some. Pieces follow one another in order of arrival. */
export class StreamedLoad implements Load {
  private readonly pieces: Workload[] = [];
  private position = 0;
  private index = 0;
  private closed = false;
  /** The last arrival that is known. */
  private latest = -Infinity;
  private readonly request: Arrival = { index: 0, arrival: 0, input: 0, output: 0, prefixId: -1, prefixTokens: 0 };

  offer(piece: Workload): void {
    if (piece.arrivals.length === 0) return;
    this.pieces.push(piece);
    this.latest = piece.arrivals.at(-1) ?? this.latest;
  }

  close(): void {
    this.closed = true;
  }

  nextArrival(): number {
    return this.pieces[0]?.arrivals[this.position] ?? Infinity;
  }

  /** The next piece may begin at the very instant at which the last one ends, and what arrives together is one event. */
  isDry(): boolean {
    return !this.closed && this.nextArrival() >= this.latest;
  }

  take(): Arrival {
    const { request, position } = this;
    const piece = this.pieces[0];
    request.index = this.index++;
    request.arrival = piece?.arrivals[position] ?? 0;
    request.input = piece?.inputTokens[position] ?? 0;
    request.output = piece?.outputTokens[position] ?? 0;
    request.prefixId = piece?.prefixIds?.[position] ?? -1;
    request.prefixTokens = piece?.prefixTokens?.[position] ?? 0;
    this.position++;
    if (this.position === piece?.arrivals.length) {
      this.pieces.shift();
      this.position = 0;
    }
    return request;
  }

  left(): void {
    // An open load does not wait for answers.
  }
}
