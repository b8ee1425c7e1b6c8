/** How a forecast did against what came. */
export interface Score {
  readonly coverage: number;
  /** Mean width of the intervals over that of point ± constant with the same coverage. */
  readonly width: number;
  readonly error: number;
}

export interface Interval {
  readonly point: number;
  readonly lower: number;
  readonly upper: number;
}

/** Scores on the windows where the source delivered data. */
export function score(points: readonly Interval[], actual: Float64Array): Score {
  const seen = points.flatMap((interval, i) => {
    const value = actual[i] ?? Number.NaN;
    return Number.isNaN(value) ? [] : [{ ...interval, value }];
  });
  const held = seen.filter(({ lower, upper, value }) => value >= lower && value <= upper).length;
  const sizes = seen.map(({ point, value }) => Math.abs(value - point)).sort((a, b) => a - b);
  const constant = 2 * (sizes[Math.max(0, held - 1)] ?? Number.NaN);
  const mean = (of: (one: (typeof seen)[number]) => number) =>
    seen.reduce((sum, one) => sum + of(one), 0) / seen.length;
  return {
    coverage: held / seen.length,
    width: mean(({ lower, upper }) => upper - lower) / constant,
    error: mean(({ point, value }) => Math.abs(value - point)),
  };
}

/** Mean absolute error of repeating the last `season` windows. */
export function naiveError(past: Float64Array, actual: Float64Array, season: number): number {
  let sum = 0;
  let count = 0;
  actual.forEach((value, i) => {
    const repeated = past[past.length - season + (i % season)] ?? Number.NaN;
    if (Number.isNaN(value) || Number.isNaN(repeated)) return;
    sum += Math.abs(value - repeated);
    count++;
  });
  return sum / count;
}
