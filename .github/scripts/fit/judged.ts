import type { SimulationResult } from "../../../planner/index.ts";
import { simulate, Z95 } from "../../../planner/index.ts";
import { meanOf, quantilesOf } from "../../../planner/simulate/percentiles.ts";
import { scaledStepTime } from "../../../planner/steps/scaled.ts";
import { latencyIntervals } from "../../../src/tasks/simulate/intervals.ts";
import type { PreparedRow } from "./closed-loop.ts";

/** One quantity of one measured server: what was predicted, the 90 % interval, and what was measured. Seconds. */
export interface Judged {
  readonly predicted: number;
  readonly low: number;
  readonly high: number;
  readonly measured: number;
}

/** A measured server with its predictions, as `loadline simulate` makes them. */
export interface JudgedRow {
  readonly row: PreparedRow["row"];
  readonly coverage: string;
  readonly tpot: Judged;
  /** Null where the row does not say how first tokens were measured. */
  readonly ttft: Judged | null;
  readonly e2e: Judged | null;
}

/** Predicts a row with the committed laws. */
export function judge(prepared: PreparedRow): JudgedRow {
  const { row, committed: known } = prepared;
  const at = (slowness: number): SimulationResult => {
    const answer = simulate({
      ...prepared.simulation,
      stepTime: scaledStepTime(known.stepTime, slowness),
      meshSeconds: (_random, inFlight, inputTokens) => known.requestSeconds(inFlight, inputTokens),
    });
    if (answer.kind !== "simulated") throw new Error(answer.message);
    return answer.result;
  };
  const result = at(1);
  const ends = [-Z95, Z95].map((z) => at(Math.exp(z * known.relativeError)));
  const intervals = latencyIntervals({
    result,
    ends,
    firstTokenError: known.firstTokenError(result.ttft.mean ?? Infinity),
  });
  const outputTokens = row.outputTokens * (row.spreadLengths ? 0.9 : 1);
  const of = (metric: "tpot" | "ttft" | "e2e", measured: number): Judged => {
    const [low, high] = intervals[metric].mean ?? [Number.NaN, Number.NaN];
    return { predicted: result[metric].mean ?? Number.NaN, low, high, measured };
  };
  return {
    row,
    coverage: known.coverage.status,
    tpot: of("tpot", row.tpot),
    ttft: row.ttft === null ? null : of("ttft", row.ttft),
    e2e: row.ttft === null ? null : of("e2e", row.ttft + row.tpot * (outputTokens - 1)),
  };
}

/** What is known of one quantity. */
export const judgedOf = (rows: readonly JudgedRow[], metric: "tpot" | "ttft" | "e2e"): readonly Judged[] =>
  rows.map((row) => row[metric]).filter((judged) => judged !== null);

/** How good predictions are: errors as shares of what was measured, and what their intervals are worth. */
export interface Quality {
  readonly rows: number;
  /** Median and 90th percentile of |predicted / measured - 1|; the median of predicted / measured - 1. */
  readonly median: number;
  readonly p90: number;
  readonly bias: number;
  /** Share of 90 % intervals that hold the measurement, and their median width as a share of the prediction. */
  readonly covered: number;
  readonly width: number;
}

export function qualityOf(judged: readonly Judged[]): Quality {
  const errors = judged.map(({ predicted, measured }) => predicted / measured - 1);
  const [median = Number.NaN, p90 = Number.NaN] = percentilesOf(errors.map(Math.abs), [0.5, 0.9]);
  const [bias = Number.NaN] = percentilesOf(errors, [0.5]);
  const [width = Number.NaN] = percentilesOf(
    judged.map(({ low, high, predicted }) => (high - low) / predicted),
    [0.5],
  );
  return {
    ...{ rows: judged.length, median, p90, bias, width },
    covered: judged.filter(({ low, high, measured }) => low <= measured && measured <= high).length / judged.length,
  };
}

/** Mean interval score of 90 % intervals (Gneiting and Raftery 2007, eq. 43) as a share of what was measured; smaller is better. */
export function intervalScore(judged: readonly Judged[]): number {
  const penalty = 2 / 0.1;
  const scores = Float64Array.from(judged, ({ low, high, measured }) => {
    const missed = Math.max(0, low - measured, measured - high);
    return (high - low + penalty * missed) / measured;
  });
  return meanOf(scores) ?? 0;
}

/** The score of intervals that are equally wide for all, at the width that suits these very rows best. */
export function bestConstantScore(judged: readonly Judged[]): number {
  let best = Infinity;
  for (let width = 0.02; width < 2; width *= 1.05) {
    const constant = judged.map(({ predicted, measured }) => ({
      ...{ predicted, measured, low: predicted / Math.exp(width), high: predicted * Math.exp(width) },
    }));
    best = Math.min(best, intervalScore(constant));
  }
  return best;
}

const percentilesOf = (values: readonly number[], qs: readonly number[]): readonly number[] =>
  quantilesOf(Float64Array.from(values), qs).map((value) => value ?? Number.NaN);
