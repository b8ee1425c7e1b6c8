import type { Workload } from "../domain/index.ts";

/** Where requests come from. `index` counts from 0 in input order. */
export interface Load {
  /** When the next request arrives; Infinity when none is known to come. */
  nextArrival(): number;
  /** Takes that request out. */
  take(): Arrival;
  /** A request has left, however it ended; a closed loop answers with the next one. */
  left(now: number): void;
}

export interface Arrival {
  index: number;
  arrival: number;
  input: number;
  output: number;
}

/** Requests that arrive when a log or a generator says so, whatever the server does. */
export function openLoad(workload: Workload): Load {
  let index = 0;
  const { arrivals, inputTokens, outputTokens } = workload;
  const request: Arrival = { index: 0, arrival: 0, input: 0, output: 0 };
  return {
    nextArrival: () => arrivals[index] ?? Infinity,
    take: () => {
      request.index = index;
      request.arrival = arrivals[index] ?? 0;
      request.input = inputTokens[index] ?? 0;
      request.output = outputTokens[index] ?? 0;
      index++;
      return request;
    },
    left: () => undefined,
  };
}

/** A fixed number of clients, each sending its next request the moment its last one left. */
export function closedLoad(concurrency: number, lengths: { input: Int32Array; output: Int32Array }): Load {
  const total = lengths.input.length;
  let index = 0;
  const due: number[] = new Array<number>(Math.min(concurrency, total)).fill(0);
  let head = 0;
  const request: Arrival = { index: 0, arrival: 0, input: 0, output: 0 };
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
    left: (now) => {
      due.push(now);
    },
  };
}
