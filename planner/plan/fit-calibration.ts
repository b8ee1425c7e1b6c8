import type { LatencyErrors, LoadRange, PredictionError, SchedulerPolicy, StepTimeTerms } from "../domain/index.ts";
import { UNCHANGED_TERMS } from "../domain/index.ts";
import { meanOf, quantilesOf } from "../simulate/percentiles.ts";
import type { ReplicaLimits } from "../simulate/replica.ts";
import { simulate } from "../simulate/simulate.ts";
import { calibratedStepTime } from "../steps/calibrated.ts";
import type { StepTime } from "../steps/step-time.ts";
import { type Comparison, comparisonsOf, type Split } from "./calibration-split.ts";
import { type LeastSquaresFit, leastSquares, squares, standardErrors } from "./least-squares.ts";
import { type ClientLatency, carriedBy, latenciesOf, type ObservedLoad, statisticsOf } from "./observed-load.ts";

/** Loads that were measured, and the engine as it is predicted without them. */
export interface CalibrationQuestion {
  readonly loads: readonly ObservedLoad[];
  readonly policy: SchedulerPolicy;
  readonly limits: ReplicaLimits;
  readonly stepTime: StepTime;
  /** One standard deviation of log(true / predicted) of that prediction. */
  readonly relativeError: number;
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
      readonly range: LoadRange;
    }
  | { readonly kind: "refused"; readonly message: string };

/** Standard error that a measured figure is taken to have, as a share: queues make first tokens less certain. */
const ERROR: Readonly<Record<ClientLatency, number>> = { ttft: 0.06, tpot: 0.03 };
/** How far from changing nothing a term is expected: ln 2 for factors, a quarter of the measured TPOT for the offset. */
const PRIOR = { factor: Math.LN2, offsetShare: 0.25 };
/** Of what was expected before, the share of doubt above which a term counts as undetermined. */
const DOUBT = 0.5;
const ITERATIONS = 24;
/** Factors of a hundred thousand and more are mistakes in what was measured. */
const LEAST_LOG_FACTOR = -Math.log(1e5);

/** Fits the terms by simulating the measured loads until their TTFT and TPOT come out, drawn towards changing nothing; what was
 *  held back says how far to trust them. */
export function fitCalibration(question: CalibrationQuestion): CalibrationFit {
  const split = comparisonsOf(question.loads);
  if (split.kind === "refused") return split;
  const all = [...split.fitted, ...split.held];
  const before = predictions(question, UNCHANGED_TERMS, all);
  const missing = all.find((_, i) => !(Number(before[i]) > 0));
  if (missing !== undefined) return { kind: "refused", message: cannotServe(question.loads[missing.load]?.name ?? "") };
  const fit = searched(question, split, before);
  const terms = termsOf(fit.x, offsetScale(split));
  const after = predictions(question, terms, all);
  const figures = all.map((one, i) => ({ ...one, before: before[i] ?? 0, after: after[i] ?? 0 }));
  const held = figures.slice(split.fitted.length);
  return {
    kind: "fitted",
    terms,
    undetermined: undetermined(fit),
    heldBack: split.heldBack,
    figures,
    before: errorsOf(held, "before"),
    after: errorsOf(held, "after"),
    relativeError: spreadLeft(held, question.relativeError),
    range: rangeOf(question.loads),
  };
}

const cannotServe = (load: string): string =>
  `${load} holds requests that the engine as it is stated cannot serve: they are longer than its context, a step or its KV cache allow`;

/** The least squares over the unknowns offset / scale, ln decode, ln kv, ln prefill; the last four residuals draw them to 0. */
function searched(question: CalibrationQuestion, split: Split, before: readonly number[]): LeastSquaresFit {
  const scale = offsetScale(split);
  let runs = 0;
  const residuals = (x: readonly number[]): Float64Array => {
    const predicted = predictions(question, termsOf(x, scale), split.fitted);
    question.progress?.(Math.min(1, ++runs / (ITERATIONS * 5)));
    const misses = split.fitted.map((one, i) => Math.log((predicted[i] ?? 0) / one.seconds) / ERROR[one.metric]);
    return Float64Array.from([...misses, ...x.map((value, i) => value / (i === 0 ? 1 : PRIOR.factor))]);
  };
  // A machine of another kind is slower throughout: the search begins there, what draws it stays at 0.
  const common = quantilesOf(
    Float64Array.from(split.fitted, (one, i) => Math.log(one.seconds / (before[i] ?? 1))),
    [0.5],
  )[0];
  const slower = common ?? 0;
  const start = [0, slower, slower, slower];
  const least = [0, LEAST_LOG_FACTOR, LEAST_LOG_FACTOR, LEAST_LOG_FACTOR];
  return leastSquares({ start, least, residuals, step: 0.03, iterations: ITERATIONS });
}

/** Seconds of offset that one unit of its unknown stands for. */
function offsetScale({ fitted }: Split): number {
  const tokens = fitted.filter(({ metric }) => metric === "tpot");
  const times = Float64Array.from(tokens.length > 0 ? tokens : fitted, ({ seconds }) => seconds);
  return PRIOR.offsetShare * (quantilesOf(times, [0.5])[0] ?? 0);
}

function termsOf([offset = 0, decode = 0, kv = 0, prefill = 0]: readonly number[], scale: number): StepTimeTerms {
  return {
    offsetSeconds: rounded(Math.max(0, offset) * scale),
    decode: rounded(Math.exp(decode)),
    kv: rounded(Math.exp(kv)),
    prefill: rounded(Math.exp(prefill)),
  };
}

/** Six digits, so that the terms read back from a file predict exactly what the fit saw. */
const rounded = (value: number): number => Number(value.toPrecision(6));

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
  { loads, policy, limits, stepTime }: CalibrationQuestion,
  index: number,
): Record<ClientLatency, Float64Array> | null {
  const load = loads[index]?.load;
  if (load === undefined) return null;
  const answer = simulate({
    ...{ load, policy, limits, stepTime, seed: 1, router: "round-robin", replicas: 1, autoscaler: null },
    ...{ startupSeconds: () => 0, queueLimit: null, timeout: null, keepRequests: true },
    ...{ measureFrom: 0, measureUntil: Infinity },
  });
  return answer.kind === "simulated" && answer.columns !== null ? latenciesOf(answer.columns, load) : null;
}

const TERMS: readonly (keyof StepTimeTerms)[] = ["offsetSeconds", "decode", "kv", "prefill"];

/** Terms about which the measurements leave more than half of the doubt there was before them. */
function undetermined({ jacobian, residuals }: LeastSquaresFit): readonly (keyof StepTimeTerms)[] {
  const measured = residuals.length - TERMS.length;
  // Where the fit misses by more than the errors it was told, its own misses say how sure it is.
  const noise = Math.sqrt(Math.max(1, squares(residuals.slice(0, measured)) / Math.max(1, measured - TERMS.length)));
  const scaled = jacobian.map((row) => row.map((value, i) => (i < measured ? value / noise : value)));
  const errors = standardErrors(scaled);
  return TERMS.filter((_, i) => (errors[i] ?? 0) > DOUBT * (i === 0 ? 1 : PRIOR.factor));
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
function spreadLeft(held: readonly ComparedFigure[], relativeError: number): number {
  const misses = Float64Array.from(held, ({ seconds, after }) => Math.log(seconds / after));
  return Math.sqrt((squares(misses) + relativeError ** 2) / (misses.length + 1));
}

function rangeOf(loads: readonly ObservedLoad[]): LoadRange {
  const carried = loads.map(carriedBy);
  const span = (values: readonly number[]): readonly [number, number] => [
    rounded(Math.min(...values)),
    rounded(Math.max(...values)),
  ];
  return {
    concurrency: span(carried.map(({ concurrency }) => concurrency)),
    inputTokens: span(carried.map(({ inputTokens }) => inputTokens)),
    outputTokens: span(carried.map(({ outputTokens }) => outputTokens)),
  };
}
