import type { Trial } from "./backtest.ts";
import { eachError, errorAt, type Moment, scaledErrors, sizesOf } from "./errors.ts";
import { independentErrors } from "./independence.ts";
import { tryLaw } from "./tried.ts";

/** How far from the point forecast the truth lies, as the trials show it. */
export interface ErrorLaw extends Widths {
  /** Errors at lead 1 and rate `scale`, sorted; and their absolute values. */
  readonly errors: Float64Array;
  readonly sizes: Float64Array;
  /** How much of an interval is laid as far below the point as above it: errors that hang together cannot show a skew. */
  readonly symmetry: number;
  /** Factor on the errors for what the few independent ones among them cannot show. */
  readonly inflation: number;
  /** Share of the truth that intervals held which were made at each origin from what was known there; null where none was. */
  readonly coverage: number | null;
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
const NEGLIGIBLE = 1e-9;

/** The law of a model's errors in its trials; `level`: what share of the truth its intervals are to hold. */
export function errorLaw(trials: readonly Trial[], leadWindows: number, level: number): ErrorLaw {
  const scale = meanPrediction(trials);
  const growth = growthOf(trials, leadWindows);
  const shaped = SHAPES.map((shape) => {
    const widths = { growth, leadWindows, shape, scale };
    const errors = scaledErrors(trials, (at) => widthAt(widths, at));
    return { ...widths, errors, sizes: sizesOf(errors) };
  });
  const chosen = shaped.reduce((best, next) =>
    intervalScore(trials, next, level) < BETTER * intervalScore(trials, best, level) ? next : best,
  );
  const independent = independentErrors(trials, (at) => widthAt(chosen, at));
  const least = smallSample(independent);
  const tried = tryLaw(trials, { widthAt: (at) => widthAt(chosen, at), level, least, negligible: NEGLIGIBLE * scale });
  return { ...chosen, symmetry: 1 / (1 + (independent / SKEW_SHOWS) ** 2), ...tried };
}

/** Quantile `q` (0..1) of the rate at a lead (windows, from 1) where the point forecast is `predicted`. Never below zero. */
export function rateQuantile(law: ErrorLaw, at: Moment, q: number): number {
  const own = errorAt(law.errors, q);
  const even = Math.sign(q - 0.5) * errorAt(law.sizes, Math.abs(2 * q - 1));
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

/** Mean interval score (Gneiting and Raftery 2007): the width, and 2/alpha times what lies outside. */
function intervalScore(
  trials: readonly Trial[],
  law: Widths & { readonly sizes: Float64Array },
  level: number,
): number {
  const half = errorAt(law.sizes, level);
  let sum = 0;
  eachError(trials, (error, at) => {
    const reach = half * widthAt(law, at);
    sum += 2 * reach + (2 / (1 - level)) * Math.max(0, Math.abs(error) - reach);
  });
  return sum;
}

const Z = 1.645;

/** Student's 95 % quantile over the normal one, with a degree of freedom less than independent errors (expansion of Abramowitz and
 *  Stegun 26.7.5), and the error of their own mean. */
function smallSample(independent: number): number {
  const freedom = Math.max(2, independent - 1);
  const t = Z + (Z ** 3 + Z) / (4 * freedom) + (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / (96 * freedom ** 2);
  return (t / Z) * Math.sqrt(1 + 1 / Math.max(2, independent));
}
