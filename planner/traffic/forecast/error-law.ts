import type { Trial } from "./backtest.ts";
import { eachError, type Moment } from "./errors.ts";
import { independentErrors } from "./independence.ts";

/** How far from the point forecast the truth lies, as the trials show it. */
export interface ErrorLaw extends Widths {
  /** Errors at lead 1 and rate `scale`, sorted; and their absolute values. */
  readonly errors: Float64Array;
  readonly sizes: Float64Array;
  /** How much of an interval is laid as far below the point as above it: errors that hang together cannot show a skew. */
  readonly symmetry: number;
  /** Factor on the errors for what the few independent ones among them cannot show. */
  readonly inflation: number;
}

interface Widths {
  /** Width grows with lead^growth, leads in units of `leadWindows` windows (a day where there are days) and from one on. */
  readonly growth: number;
  readonly leadWindows: number;
  /** Width grows with rate^shape: 0 = the same at any rate, 1 = in proportion to it. */
  readonly shape: number;
  readonly scale: number;
}

/** In proportion first: traffic that doubles is twice as uncertain. Another shape has to fit better by this much. */
const SHAPES = [1, 0.5, 0];
const BETTER = 0.97;
const MOST_GROWTH = 0.5;
/** Independent errors from which a skew begins to be believed. */
const SKEW_SHOWS = 200;
/** A time of day without traffic is not certain either: the least rate that widths are made for, as a share of `scale`. */
const LEAST_RATE = 0.02;

/** The law of a model's errors in its trials; `level`: what share of the truth its intervals are to hold. */
export function errorLaw(trials: readonly Trial[], leadWindows: number, level: number): ErrorLaw {
  const scale = meanPrediction(trials);
  const growth = growthOf(trials, leadWindows);
  const shaped = SHAPES.map((shape) => {
    const widths = { growth, leadWindows, shape, scale };
    return { ...widths, ...scaledErrors(trials, widths) };
  });
  const chosen = shaped.reduce((best, next) =>
    intervalScore(trials, next, level) < BETTER * intervalScore(trials, best, level) ? next : best,
  );
  const independent = independentErrors(trials, (at) => widthAt(chosen, at));
  return {
    ...chosen,
    symmetry: 1 / (1 + (independent / SKEW_SHOWS) ** 2),
    inflation: Math.max(smallSample(independent), triedInflation(trials, chosen, level)),
  };
}

/** Quantile `q` (0..1) of the rate at a lead (windows, from 1) where the point forecast is `predicted`. Never below zero. */
export function rateQuantile(law: ErrorLaw, at: Moment, q: number): number {
  const own = sortedQuantile(law.errors, q);
  const even = Math.sign(q - 0.5) * sortedQuantile(law.sizes, Math.abs(2 * q - 1));
  const error = law.symmetry * even + (1 - law.symmetry) * own;
  return Math.max(0, at.predicted + law.inflation * widthAt(law, at) * error);
}

/** What an error of 1 at lead 1 and rate `scale` becomes here. */
function widthAt({ growth, leadWindows, shape, scale }: Widths, { lead, predicted }: Moment): number {
  const rate = Math.max(predicted / scale, LEAST_RATE);
  return Math.max(1, lead / leadWindows) ** growth * rate ** shape;
}

function meanPrediction(trials: readonly Trial[]): number {
  let sum = 0;
  let count = 0;
  eachError(trials, (_, { predicted }) => {
    sum += predicted;
    count++;
  });
  return Math.max(sum / Math.max(1, count), 1e-12);
}

/** Slope of log(mean absolute error) over log(lead), each unit of lead counting for as often as it was tried. */
function growthOf(trials: readonly Trial[], leadWindows: number): number {
  const units: { error: number; count: number }[] = [];
  eachError(trials, (error, { lead }) => {
    const index = Math.ceil(lead / leadWindows) - 1;
    const unit = units[index] ?? { error: 0, count: 0 };
    unit.error += Math.abs(error);
    unit.count++;
    units[index] = unit;
  });
  const points = units.flatMap(({ error, count }, i) =>
    error > 0 ? [{ x: Math.log(i + 1), y: Math.log(error / count), weight: count }] : [],
  );
  const total = points.reduce((all, { weight }) => all + weight, 0);
  const mean = (of: (point: (typeof points)[number]) => number) =>
    points.reduce((all, point) => all + point.weight * of(point), 0) / Math.max(1, total);
  const x = mean((point) => point.x);
  const y = mean((point) => point.y);
  const variance = mean((point) => (point.x - x) ** 2);
  if (variance <= 0) return 0;
  return Math.min(MOST_GROWTH, Math.max(0, mean((point) => (point.x - x) * (point.y - y)) / variance));
}

function scaledErrors(trials: readonly Trial[], widths: Widths): { errors: Float64Array; sizes: Float64Array } {
  const found: number[] = [];
  eachError(trials, (error, at) => found.push(error / widthAt(widths, at)));
  const errors = Float64Array.from(found).sort();
  return { errors, sizes: errors.map(Math.abs).sort() };
}

/** Linear between sorted values (Hyndman and Fan type 7); 0 of none. */
function sortedQuantile(sorted: Float64Array, q: number): number {
  const at = q * (sorted.length - 1);
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (at - Math.floor(at)) * (high - low);
}

/** Mean interval score (Gneiting and Raftery 2007): the width, and 2/alpha times what lies outside. */
function intervalScore(
  trials: readonly Trial[],
  law: Widths & { readonly sizes: Float64Array },
  level: number,
): number {
  const half = sortedQuantile(law.sizes, level);
  let sum = 0;
  eachError(trials, (error, at) => {
    const reach = half * widthAt(law, at);
    sum += 2 * reach + (2 / (1 - level)) * Math.max(0, Math.abs(error) - reach);
  });
  return sum;
}

/** What the law has to be multiplied with to have held in the history: made of what was known at each origin, it is tried on what came
 *  then. Levels move, and the law of the past is too narrow for the future by more than chance. Trials count for as much as was
 *  known at their origin. */
function triedInflation(trials: readonly Trial[], widths: Widths, level: number): number {
  const first = trials[0]?.origin ?? 0;
  const ratios: { value: number; weight: number }[] = [];
  for (const trial of trials) {
    const half = sortedQuantile(scaledErrors(knownAt(trials, trial.origin), widths).sizes, level);
    if (half === 0) continue;
    eachError([trial], (error, at) =>
      ratios.push({ value: Math.abs(error) / (half * widthAt(widths, at)), weight: trial.origin - first }),
    );
  }
  ratios.sort((a, b) => a.value - b.value);
  const total = ratios.reduce((sum, { weight }) => sum + weight, 0);
  let below = 0;
  for (const { value, weight } of ratios) {
    below += weight;
    if (below >= level * total) return value;
  }
  return 1;
}

const knownAt = (trials: readonly Trial[], moment: number): readonly Trial[] =>
  trials.flatMap((trial) =>
    trial.origin < moment ? [{ ...trial, actual: trial.actual.subarray(0, moment - trial.origin) }] : [],
  );

const Z = 1.645;

/** Student's 95 % quantile over the normal one, with a degree of freedom less than independent errors (expansion of Abramowitz and
 *  Stegun 26.7.5), and the error of their own mean. */
function smallSample(independent: number): number {
  const freedom = Math.max(2, independent - 1);
  const t = Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);
  return (t / Z) * Math.sqrt(1 + 1 / Math.max(2, independent));
}
