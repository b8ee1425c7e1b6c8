import type { StepTimeTerms } from "../domain/index.ts";
import { quantilesOf } from "../simulate/percentiles.ts";
import type { Comparison } from "./calibration-split.ts";
import { leastSquares, squares, standardErrors } from "./least-squares.ts";
import type { ClientLatency } from "./observed-load.ts";

/** Measured figures, and what any terms make of them. */
export interface TermSearch {
  readonly fitted: readonly Comparison[];
  /** Predictions of these figures without terms, seconds. */
  readonly before: readonly number[];
  readonly predict: (terms: StepTimeTerms) => readonly number[];
  /** Called with the share of the search that is done. */
  readonly progress: (share: number) => void;
}

export interface FoundTerms {
  readonly terms: StepTimeTerms;
  readonly undetermined: readonly (keyof StepTimeTerms)[];
}

const TERMS: readonly (keyof StepTimeTerms)[] = ["offsetSeconds", "decode", "kv", "prefill"];

/** Standard error that a measured figure is taken to have, as a share. Times to first token hang on who arrives together with whom:
 *  predictors miss them by about four times as much as times per token. */
const ERROR: Readonly<Record<ClientLatency, number>> = { ttft: 0.12, tpot: 0.03 };
/** How far from changing nothing a term is expected: ln 2 for factors, a quarter of the measured TPOT for the offset. */
const PRIOR = { factor: Math.LN2, offsetShare: 0.25 };
/** Of what was expected before, the share of doubt above which a term counts as undetermined. */
const DOUBT = 0.5;
const ITERATIONS = 24;
/** Factors of a hundred thousand and more are mistakes in what was measured. */
const LEAST_LOG_FACTOR = -Math.log(1e5);

/** The terms with which the figures come out best, drawn towards changing nothing. A first search shows how far the figures
 *  contradict one another; a second one trusts them no more than that. */
export function searchTerms(search: TermSearch): FoundTerms {
  // A machine of another kind is slower throughout: the search begins there, what draws it stays where nothing changes.
  const slower = median(search.fitted.map((one, i) => Math.log(one.seconds / (search.before[i] ?? 1))));
  const first = searchFrom([0, slower, slower, slower], search, 1);
  const misses = squares(first.residuals.slice(0, search.fitted.length));
  const noise = Math.sqrt(Math.max(1, misses / Math.max(1, search.fitted.length - TERMS.length)));
  const { x, jacobian } = noise === 1 ? first : searchFrom(first.x, search, noise);
  const errors = standardErrors(jacobian);
  return {
    terms: termsOf(x, offsetScale(search)),
    undetermined: TERMS.filter((_, i) => (errors[i] ?? 0) > DOUBT * (i === 0 ? 1 : PRIOR.factor)),
  };
}

/** Least squares over offset / scale, ln decode, ln kv, ln prefill; the last four residuals draw them to 0. */
function searchFrom(start: readonly number[], search: TermSearch, noise: number) {
  const scale = offsetScale(search);
  let runs = 0;
  const residuals = (x: readonly number[]): Float64Array => {
    const predicted = search.predict(termsOf(x, scale));
    search.progress(Math.min(1, ++runs / (ITERATIONS * 5)));
    const misses = search.fitted.map(
      (one, i) => Math.log((predicted[i] ?? 0) / one.seconds) / (noise * ERROR[one.metric]),
    );
    return Float64Array.from([...misses, ...x.map((value, i) => value / (i === 0 ? 1 : PRIOR.factor))]);
  };
  const least = [0, LEAST_LOG_FACTOR, LEAST_LOG_FACTOR, LEAST_LOG_FACTOR];
  return leastSquares({ start, least, residuals, step: 0.03, iterations: ITERATIONS });
}

/** Seconds of offset that one unit of its unknown stands for. */
function offsetScale({ fitted }: TermSearch): number {
  const tokens = fitted.filter(({ metric }) => metric === "tpot");
  return PRIOR.offsetShare * median((tokens.length > 0 ? tokens : fitted).map(({ seconds }) => seconds));
}

function termsOf([offset = 0, decode = 0, kv = 0, prefill = 0]: readonly number[], scale: number): StepTimeTerms {
  return {
    offsetSeconds: sixDigits(Math.max(0, offset) * scale),
    decode: sixDigits(Math.exp(decode)),
    kv: sixDigits(Math.exp(kv)),
    prefill: sixDigits(Math.exp(prefill)),
  };
}

/** So that the terms read back from a file predict exactly what the fit saw. */
export const sixDigits = (value: number): number => Number(value.toPrecision(6));

const median = (values: readonly number[]): number => quantilesOf(Float64Array.from(values), [0.5])[0] ?? 0;
