import { type Random, stream, type Workload } from "../domain/index.ts";
import type { Seconds } from "../units/index.ts";

/** Tokens of a prompt or an answer. */
export type TokenLengths =
  | { readonly kind: "fixed"; readonly tokens: number }
  /** Coefficient of variation: standard deviation / mean. */
  | { readonly kind: "spread"; readonly mean: number; readonly cv: number }
  /** Pairs of quantile (0..1, rising) and tokens (never falling). */
  | { readonly kind: "quantiles"; readonly points: readonly (readonly [number, number])[] };

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

/** A closed loop's lengths, or arrivals and lengths of random stages, drawn from named streams of the seed. */
export type DrawnLoad =
  | { readonly kind: "closed"; readonly concurrency: number; readonly input: Int32Array; readonly output: Int32Array }
  | { readonly kind: "open"; readonly workload: Workload };

/** How many requests a load is expected to bring. */
export function expectedRequests(load: RandomLoad): number {
  if (load.kind === "closedLoop") return load.requests;
  return load.stages.reduce((sum, { rate, end }) => sum + ("requests" in end ? end.requests : rate * end.duration), 0);
}

/** Draws the requests of a scenario. Arrivals, inputs and outputs have streams of their own. */
export function drawLoad(load: RandomLoad, seed: number): DrawnLoad {
  const chance = { input: stream(seed, "input lengths"), output: stream(seed, "output lengths") };
  if (load.kind === "closedLoop") {
    const draw = (lengths: TokenLengths, random: Random) =>
      Int32Array.from({ length: load.requests }, () => drawTokens(lengths, random));
    const input = draw(load.inputTokens, chance.input);
    return { kind: "closed", concurrency: load.concurrency, input, output: draw(load.outputTokens, chance.output) };
  }
  return { kind: "open", workload: drawStages(load.stages, { arrivals: stream(seed, "arrivals"), ...chance }) };
}

interface Chances {
  readonly arrivals: Random;
  readonly input: Random;
  readonly output: Random;
}

/** Stages follow one another. A stage that ends by time stops at its end; one that ends by count at its last request. */
function drawStages(stages: readonly PoissonStage[], chance: Chances): Workload {
  const arrivals: number[] = [];
  const input: number[] = [];
  const output: number[] = [];
  let start = 0;
  for (const stage of stages) {
    const last = "requests" in stage.end ? stage.end.requests : Infinity;
    const end = "duration" in stage.end ? start + stage.end.duration : Infinity;
    let time = start;
    for (let count = 0; count < last; count++) {
      const next = stage.rate > 0 ? time + chance.arrivals.exponential() / stage.rate : Infinity;
      if (next >= end) break;
      time = next;
      arrivals.push(time);
      input.push(drawTokens(stage.inputTokens, chance.input));
      output.push(drawTokens(stage.outputTokens, chance.output));
    }
    start = end === Infinity ? time : end;
  }
  return {
    arrivals: Float64Array.from(arrivals),
    inputTokens: Int32Array.from(input),
    outputTokens: Int32Array.from(output),
    prefixIds: null,
    prefixTokens: null,
  };
}

/** One length: as given, log-normal with a mean and coefficient of variation, or by linear interpolation of quantiles. */
function drawTokens(lengths: TokenLengths, random: Random): number {
  if (lengths.kind === "fixed") return lengths.tokens;
  if (lengths.kind === "spread") {
    const variance = Math.log(1 + lengths.cv * lengths.cv);
    const drawn = lengths.mean * Math.exp(Math.sqrt(variance) * random.normal() - variance / 2);
    return Math.max(1, Math.round(drawn));
  }
  return Math.max(1, Math.round(quantileAt(lengths.points, random.next())));
}

function quantileAt(points: readonly (readonly [number, number])[], q: number): number {
  const after = points.findIndex(([quantile]) => quantile >= q);
  const [highQ, high] = points[after === -1 ? points.length - 1 : after] ?? [1, 1];
  const [lowQ, low] = points[after <= 0 ? 0 : after - 1] ?? [0, high];
  if (highQ === lowQ || after === -1) return high;
  return low + ((q - lowQ) / (highQ - lowQ)) * (high - low);
}
