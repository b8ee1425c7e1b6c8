import { Matrix, solve } from "ml-matrix";

/** What is fitted: residuals that should be zero, as many as there are observations, at the given parameters. */
export type Residuals = (parameters: readonly number[]) => readonly number[];

export interface LeastSquaresOptions {
  readonly start: readonly number[];
  readonly rounds: number;
  /** Residuals beyond this count linearly, not squared (Huber). */
  readonly huber: number;
  /** How many residuals at the end are beliefs, which always count squared. */
  readonly beliefs?: number;
  /** Step of the numerical derivative. */
  readonly step?: number;
}

/** Robust least squares: Levenberg-Marquardt with Huber weights and forward differences. Same input, same bits. */
export function leastSquares(residuals: Residuals, options: LeastSquaresOptions): readonly number[] {
  const { start } = options;
  let state: State = { at: start, here: residuals(start), damping: 1e-3 };
  const loss: Loss = { huber: options.huber, from: state.here.length - (options.beliefs ?? 0) };
  for (let round = 0; round < options.rounds; round++) {
    const slopes = jacobian(residuals, state.at, { here: state.here, step: options.step ?? 1e-4 });
    const next = improved(residuals, { ...state, slopes, loss });
    if (next === null) return state.at;
    const gained = cost(state.here, loss) - cost(next.here, loss);
    state = next;
    if (gained <= ENOUGH * cost(next.here, loss)) return state.at;
  }
  return state.at;
}

/** Residuals before `from` count linearly beyond `huber`. */
interface Loss {
  readonly huber: number;
  readonly from: number;
}

interface State {
  readonly at: readonly number[];
  readonly here: readonly number[];
  readonly damping: number;
}

/** A round that gains less than this share ends the search. */
const ENOUGH = 1e-7;
/** Times a round tries a shorter step. */
const ATTEMPTS = 6;

/** The next point that costs less; null when no step leads to one. */
function improved(residuals: Residuals, from: Local & { readonly at: readonly number[] }): State | null {
  let { damping } = from;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const at = stepFrom(from.at, { ...from, damping });
    const here = residuals(at);
    if (cost(here, from.loss) < cost(from.here, from.loss)) return { at, here, damping: damping / 4 };
    damping *= 5;
  }
  return null;
}

function jacobian(
  residuals: Residuals,
  at: readonly number[],
  { here, step }: { here: readonly number[]; step: number },
): Matrix {
  const slopes = new Matrix(here.length, at.length);
  for (let j = 0; j < at.length; j++) {
    const there = residuals(at.map((value, i) => (i === j ? value + step : value)));
    for (let i = 0; i < here.length; i++) slopes.set(i, j, ((there[i] ?? 0) - (here[i] ?? 0)) / step);
  }
  return slopes;
}

interface Local {
  readonly here: readonly number[];
  readonly slopes: Matrix;
  readonly damping: number;
  readonly loss: Loss;
}

function stepFrom(at: readonly number[], { here, slopes, damping, loss }: Local): readonly number[] {
  const weights = here.map((r, i) => (i >= loss.from || Math.abs(r) <= loss.huber ? 1 : loss.huber / Math.abs(r)));
  const weighted = slopes.clone();
  for (let i = 0; i < here.length; i++) weighted.mulRow(i, weights[i] ?? 0);
  const normal = weighted.transpose().mmul(slopes);
  const gradient = weighted.transpose().mmul(Matrix.columnVector([...here]));
  for (let j = 0; j < at.length; j++) normal.set(j, j, normal.get(j, j) * (1 + damping) + 1e-12);
  const step = solve(normal, gradient);
  return at.map((value, j) => value - step.get(j, 0));
}

function cost(residuals: readonly number[], { huber, from }: Loss): number {
  let sum = 0;
  residuals.forEach((residual, i) => {
    const size = Math.abs(residual);
    sum += i >= from || size <= huber ? size * size : huber * (2 * size - huber);
  });
  return sum;
}
