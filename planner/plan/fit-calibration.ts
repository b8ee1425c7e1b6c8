import type { LatencyErrors, LoadRange, PredictionError, SchedulerPolicy, StepTimeTerms } from "../domain/index.ts";
import { UNCHANGED_TERMS } from "../domain/index.ts";
import { ONE_REPLICA } from "../simulate/one-replica.ts";
import { meanOf, quantilesOf } from "../simulate/percentiles.ts";
import type { ReplicaLimits } from "../simulate/replica-limits.ts";
import { simulate } from "../simulate/simulate.ts";
import { calibratedStepTime } from "../steps/calibrated.ts";
import type { RequestSeconds } from "../steps/serving-law.ts";
import type { StepTime } from "../steps/step-time.ts";
import { searchTerms, sixDigits } from "./calibration-search.ts";
import { type Comparison, comparisonsOf } from "./calibration-split.ts";
import { squares } from "./least-squares.ts";
import { type ClientLatency, carriedBy, latenciesOf, type ObservedLoad, statisticsOf } from "./observed-load.ts";

/** Loads that were measured, and the engine as it is predicted without them. */
export interface CalibrationQuestion {
  readonly loads: readonly ObservedLoad[];
  readonly policy: SchedulerPolicy;
  readonly limits: ReplicaLimits;
  readonly stepTime: StepTime;
  /** What stands before the engine's queue, seconds, with so many requests in flight. */
  readonly requestSeconds: RequestSeconds;
  /** One standard deviation of log(true / predicted) of that prediction: of a step, and of a mean time to first token of so many
   *  seconds. */
  readonly relativeError: number;
  readonly firstTokenError: (seconds: number) => number;
  /** Called as the fit goes on with the share that is done, 0..1. */
  readonly progress?: (share: number) => void;
}

/** One measured figure with its prediction before and after. Seconds. */
export interface ComparedFigure extends Comparison {
  readonly before: number;
  readonly after: number;
}

export type CalibrationFit =
  | {
      readonly kind: "fitted";
      readonly terms: StepTimeTerms;
      readonly undetermined: readonly (keyof StepTimeTerms)[];
      readonly heldBack: string;
      readonly figures: readonly ComparedFigure[];
      readonly before: LatencyErrors;
      readonly after: LatencyErrors;
      readonly relativeError: number;
      readonly firstTokenError: number;
      readonly range: LoadRange;
    }
  | { readonly kind: "refused"; readonly message: string };

/** Fits the terms by simulating the measured loads until their TTFT and TPOT come out, drawn towards changing nothing; what was
 *  held back says how far to trust them. */
export function fitCalibration(question: CalibrationQuestion): CalibrationFit {
  const split = comparisonsOf(question.loads);
  if (split.kind === "refused") return split;
  const all = [...split.fitted, ...split.held];
  const before = predictions(question, UNCHANGED_TERMS, all);
  const missing = all.find((_, i) => !(Number(before[i]) > 0));
  if (missing !== undefined) return { kind: "refused", message: cannotServe(question.loads[missing.load]?.name ?? "") };
  const { terms, undetermined } = searchTerms({
    fitted: split.fitted,
    before,
    predict: (tried) => predictions(question, tried, split.fitted),
    progress: question.progress ?? (() => undefined),
  });
  const after = predictions(question, terms, all);
  const figures = all.map((one, i) => ({ ...one, before: before[i] ?? 0, after: after[i] ?? 0 }));
  const held = figures.slice(split.fitted.length);
  return {
    kind: "fitted",
    terms,
    undetermined,
    heldBack: split.heldBack,
    figures,
    before: errorsOf(held, "before"),
    after: errorsOf(held, "after"),
    relativeError: spreadLeft(held, "tpot", question.relativeError),
    firstTokenError: spreadLeft(held, "ttft", question.firstTokenError(meanOfTtft(held))),
    range: rangeOf(question.loads),
  };
}

const cannotServe = (load: string): string =>
  `${load} holds requests that the engine as it is stated cannot serve: they are longer than its context, a step or its KV cache allow`;

function predictions(
  question: CalibrationQuestion,
  terms: StepTimeTerms,
  wanted: readonly Comparison[],
): readonly number[] {
  const stepTime = calibratedStepTime(question.stepTime, terms);
  const simulated = new Map<number, Record<ClientLatency, Float64Array> | null>();
  return wanted.map(({ load, metric, statistic, counts }) => {
    if (!simulated.has(load)) simulated.set(load, simulatedLatencies({ ...question, stepTime }, load));
    const values = simulated.get(load)?.[metric];
    return (values && statisticsOf(values, counts)[statistic]) ?? Number.NaN;
  });
}

function simulatedLatencies(
  { loads, policy, limits, stepTime, requestSeconds }: CalibrationQuestion,
  index: number,
): Record<ClientLatency, Float64Array> | null {
  const load = loads[index]?.load;
  if (load === undefined) return null;
  const answer = simulate({
    ...ONE_REPLICA,
    ...{ load, policy, limits, stepTime, keepRequests: true },
    meshSeconds: (_random, inFlight, inputTokens) => requestSeconds(inFlight, inputTokens),
  });
  return answer.kind === "simulated" && answer.columns !== null ? latenciesOf(answer.columns, load) : null;
}

function errorsOf(figures: readonly ComparedFigure[], side: "before" | "after"): LatencyErrors {
  const of = (metric: ClientLatency): PredictionError | null => {
    const errors = Float64Array.from(
      figures.filter((one) => one.metric === metric),
      (one) => one[side] / one.seconds - 1,
    );
    const [median = null, p90 = null] = quantilesOf(errors.map(Math.abs), [0.5, 0.9]);
    return median === null || p90 === null ? null : { median, p90, bias: meanOf(errors) ?? 0 };
  };
  return { ttft: of("ttft"), tpot: of("tpot") };
}

/** What is left of the doubt: the held-back misses, and as one figure more among them the doubt of the prediction itself, so
 *  that few measurements do not look like certainty. */
function spreadLeft(held: readonly ComparedFigure[], metric: ClientLatency, before: number): number {
  const own = held.filter((figure) => figure.metric === metric);
  const misses = Float64Array.from(own, ({ seconds, after }) => Math.log(seconds / after));
  return Math.sqrt((squares(misses) + before ** 2) / (misses.length + 1));
}

/** Infinity, which is like no measurement, where none was held back. */
function meanOfTtft(held: readonly ComparedFigure[]): number {
  const own = held.filter(({ metric }) => metric === "ttft");
  return meanOf(Float64Array.from(own, ({ before }) => before)) ?? Infinity;
}

function rangeOf(loads: readonly ObservedLoad[]): LoadRange {
  const carried = loads.map(carriedBy);
  const span = (values: readonly number[]): readonly [number, number] => [
    sixDigits(Math.min(...values)),
    sixDigits(Math.max(...values)),
  ];
  return {
    concurrency: span(carried.map(({ concurrency }) => concurrency)),
    inputTokens: span(carried.map(({ inputTokens }) => inputTokens)),
    outputTokens: span(carried.map(({ outputTokens }) => outputTokens)),
  };
}
