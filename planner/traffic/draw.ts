import { type Random, stream, type TokenLengths, type Workload } from "../domain/index.ts";
import type { Seconds } from "../units/index.ts";
import { tokensOf } from "./lengths.ts";

interface Lengths {
  readonly inputTokens: TokenLengths;
  readonly outputTokens: TokenLengths;
}

/** Random arrivals; `rate` in requests per second, ended by time or by count. */
export interface PoissonStage extends Lengths {
  readonly rate: number;
  readonly end: { readonly duration: Seconds } | { readonly requests: number };
}

/** Requests by chance: clients of a closed loop, or arrivals of stages that follow one another. */
export type RandomLoad =
  | (Lengths & { readonly kind: "closedLoop"; readonly concurrency: number; readonly requests: number })
  | { readonly kind: "stages"; readonly stages: readonly PoissonStage[] };

/** The lengths of a closed loop's requests, in the order they are sent. */
export interface DrawnLengths {
  readonly input: Int32Array;
  readonly output: Int32Array;
}

/** How many requests a load is expected to bring. */
export function expectedRequests(load: RandomLoad): number {
  if (load.kind === "closedLoop") return load.requests;
  return load.stages.reduce((sum, { rate, end }) => sum + ("requests" in end ? end.requests : rate * end.duration), 0);
}

/** Draws the lengths of a closed loop from named streams of the seed. */
export function drawLengths(load: Extract<RandomLoad, { kind: "closedLoop" }>, seed: number): DrawnLengths {
  const draw = (lengths: TokenLengths, random: Random) =>
    Int32Array.from({ length: load.requests }, () => drawTokens(lengths, random));
  const input = draw(load.inputTokens, stream(seed, "input lengths"));
  return { input, output: draw(load.outputTokens, stream(seed, "output lengths")) };
}

/** Requests that are drawn before any of them is looked at. */
const PIECE = 65_536;

/** Draws the requests of stages that follow one another, a piece at a time: arrivals, inputs and outputs have streams of their
 *  own. A stage that ends by time stops at its end; one that ends by count at its last request. */
export function* drawStages(stages: readonly PoissonStage[], seed: number): Generator<Workload> {
  const chance = {
    arrivals: stream(seed, "arrivals"),
    input: stream(seed, "input lengths"),
    output: stream(seed, "output lengths"),
  };
  let piece = new Piece();
  for (const arrival of drawArrivals(stages, chance.arrivals)) {
    const { inputTokens, outputTokens } = arrival.stage;
    piece.add(arrival.time, drawTokens(inputTokens, chance.input), drawTokens(outputTokens, chance.output));
    if (piece.size < PIECE) continue;
    yield piece.workload();
    piece = new Piece();
  }
  yield piece.workload();
}

function* drawArrivals(
  stages: readonly PoissonStage[],
  random: Random,
): Generator<{ time: number; stage: PoissonStage }> {
  let start = 0;
  for (const stage of stages) {
    const last = "requests" in stage.end ? stage.end.requests : Infinity;
    const end = "duration" in stage.end ? start + stage.end.duration : Infinity;
    let time = start;
    for (let count = 0; count < last; count++) {
      const next = stage.rate > 0 ? time + random.exponential() / stage.rate : Infinity;
      if (next >= end) break;
      time = next;
      yield { time, stage };
    }
    start = end === Infinity ? time : end;
  }
}

class Piece {
  size = 0;
  private readonly arrivals = new Float64Array(PIECE);
  private readonly inputTokens = new Int32Array(PIECE);
  private readonly outputTokens = new Int32Array(PIECE);

  add(arrival: number, input: number, output: number): void {
    this.arrivals[this.size] = arrival;
    this.inputTokens[this.size] = input;
    this.outputTokens[this.size++] = output;
  }

  workload(): Workload {
    return {
      arrivals: this.arrivals.subarray(0, this.size),
      inputTokens: this.inputTokens.subarray(0, this.size),
      outputTokens: this.outputTokens.subarray(0, this.size),
      prefixIds: null,
      prefixTokens: null,
    };
  }
}

const drawTokens = (lengths: TokenLengths, random: Random): number =>
  tokensOf(lengths, { normal: () => random.normal(), uniform: () => random.next() });
