export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A function through points: straight between them, and beyond the first and last as in the segment next to the edge. */
export class Curve {
  readonly xs: Float64Array;
  private readonly ys: Float64Array;

  /** Points at the same x are averaged. At least one point. */
  constructor(points: readonly Point[]) {
    const sums = new Map<number, { total: number; count: number }>();
    for (const { x, y } of points) {
      const known = sums.get(x) ?? { total: 0, count: 0 };
      sums.set(x, { total: known.total + y, count: known.count + 1 });
    }
    const sorted = [...sums].sort(([a], [b]) => a - b);
    this.xs = Float64Array.from(sorted, ([x]) => x);
    this.ys = Float64Array.from(sorted, ([, { total, count }]) => total / count);
  }

  at(x: number): number {
    const left = segmentOf(this.xs, x);
    return (this.ys[left] ?? 0) + this.slopeIn(left) * (x - (this.xs[left] ?? 0));
  }

  /** The slope to the right of x. */
  slopeAt(x: number): number {
    return this.slopeIn(segmentOf(this.xs, x));
  }

  private slopeIn(left: number): number {
    const width = (this.xs[left + 1] ?? Number.NaN) - (this.xs[left] ?? 0);
    return width > 0 ? ((this.ys[left + 1] ?? 0) - (this.ys[left] ?? 0)) / width : 0;
  }
}

/** Curves over x for several values of `line`; between the lines, and beyond them, straight. */
export class Surface {
  private readonly lines: Float64Array;
  private readonly curves: readonly Curve[];
  private readonly knots: Float64Array;

  constructor(points: readonly (Point & { readonly line: number })[]) {
    const lines = [...new Set(points.map((point) => point.line))].sort((a, b) => a - b);
    this.lines = Float64Array.from(lines);
    this.curves = lines.map((line) => new Curve(points.filter((point) => point.line === line)));
    this.knots = Float64Array.from(new Set(points.map((point) => point.x))).sort();
  }

  at(line: number, x: number): number {
    const left = segmentOf(this.lines, line);
    const low = this.curves[left]?.at(x) ?? 0;
    const high = this.curves[left + 1]?.at(x) ?? low;
    return low + this.share(left, line) * (high - low);
  }

  /** The slope in x, to the right of x. */
  slopeAt(line: number, x: number): number {
    const left = segmentOf(this.lines, line);
    const low = this.curves[left]?.slopeAt(x) ?? 0;
    const high = this.curves[left + 1]?.slopeAt(x) ?? low;
    return low + this.share(left, line) * (high - low);
  }

  /** The next x at which a slope may change; Infinity when there is none. The edge segments go on beyond the edge. */
  nextKnot(x: number): number {
    for (let i = 1; i < this.knots.length - 1; i++) {
      const knot = this.knots[i] ?? Infinity;
      if (knot > x) return knot;
    }
    return Infinity;
  }

  private share(left: number, line: number): number {
    const from = this.lines[left] ?? 0;
    const width = (this.lines[left + 1] ?? Number.NaN) - from;
    return width > 0 ? (line - from) / width : 0;
  }
}

/** Index of the segment that holds x: the last point at or before it, but never the last of all (unless there is only one). */
function segmentOf(sorted: Float64Array, x: number): number {
  let low = 0;
  let high = Math.max(0, sorted.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}
