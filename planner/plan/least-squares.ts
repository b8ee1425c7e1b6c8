/** Residuals to be made small by moving `start`; each is in units of its own standard error. */
export interface LeastSquares {
  readonly start: readonly number[];
  readonly least: readonly number[];
  readonly residuals: (x: readonly number[]) => Float64Array;
  /** How far each unknown is moved to see what it does: wide enough to see past steps in the residuals. */
  readonly step: number;
  readonly iterations: number;
}

export interface LeastSquaresFit {
  readonly x: readonly number[];
  /** One row for each unknown: what moving it does to the residuals. */
  readonly jacobian: readonly Float64Array[];
  readonly residuals: Float64Array;
}

/** Levenberg-Marquardt with central differences and lower bounds; the same steps each time. Marquardt, J. SIAM 11 (1963). */
export function leastSquares(problem: LeastSquares): LeastSquaresFit {
  let x = problem.start;
  let residuals = problem.residuals(x);
  let jacobian = jacobianAt(problem, x);
  let damping = 1e-3;
  for (let i = 0; i < problem.iterations && damping < 1e6; i++) {
    const next = clamp(stepFrom({ x, jacobian, residuals }, damping), problem.least);
    const found = problem.residuals(next);
    if (!(squares(found) < squares(residuals))) {
      damping *= 10;
      continue;
    }
    damping /= 10;
    x = next;
    residuals = found;
    jacobian = jacobianAt(problem, x);
  }
  return { x, jacobian, residuals };
}

/** Sum of squares. */
export const squares = (values: Float64Array): number => values.reduce((sum, value) => sum + value * value, 0);

const clamp = (x: readonly number[], least: readonly number[]): readonly number[] =>
  x.map((value, i) => Math.max(value, least[i] ?? -Infinity));

function jacobianAt({ residuals, step }: LeastSquares, x: readonly number[]): readonly Float64Array[] {
  return x.map((_, moved) => {
    const at = (by: number) => residuals(x.map((value, i) => (i === moved ? value + by : value)));
    const [above, below] = [at(step), at(-step)];
    return above.map((value, i) => (value - (below[i] ?? 0)) / (2 * step));
  });
}

function stepFrom({ x, jacobian, residuals }: LeastSquaresFit, damping: number): readonly number[] {
  const normal = normalMatrix(jacobian).map((row, i) =>
    row.map((value, j) => (i === j ? value * (1 + damping) + 1e-12 : value)),
  );
  const slope = jacobian.map((row) => -dot(row, residuals));
  const move = solve(normal, slope);
  return x.map((value, i) => value + (move[i] ?? 0));
}

const normalMatrix = (jacobian: readonly Float64Array[]): readonly (readonly number[])[] =>
  jacobian.map((a) => jacobian.map((b) => dot(a, b)));

/** Standard errors of the unknowns that a fit leaves. */
export function standardErrors(jacobian: readonly Float64Array[]): readonly number[] {
  const normal = normalMatrix(jacobian);
  return normal.map((_, i) => {
    const unit = normal.map((__, j) => (i === j ? 1 : 0));
    return Math.sqrt(Math.max(0, solve(normal, unit)[i] ?? 0));
  });
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Gaussian elimination with partial pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): readonly number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    const pivot = rows.slice(column).reduce((best, row) => (weight(row, column) > weight(best, column) ? row : best));
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(column, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[column] ?? 0) / (pivot[column] || 1e-300);
      for (let k = column; k <= size; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[size] ?? 0) / (row[i] || 1e-300));
}

const weight = (row: readonly number[], column: number): number => Math.abs(row[column] ?? 0);
