import { meanOf, quantilesOf } from "./percentiles.ts";
import { Sketch } from "./sketch.ts";

/** Seconds; null where no request had the quantity. */
export interface SecondsSummary {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
}

/** A growing list of float64 values, kept one by one up to `most` of them and beyond that as a sketch. */
export class Samples {
  private values = new Float64Array(1024);
  private sketch: Sketch | null = null;
  private readonly most: number;
  size = 0;

  constructor(most: number) {
    this.most = most;
  }

  get isExact(): boolean {
    return this.sketch === null;
  }

  add(value: number): void {
    if (this.sketch !== null) {
      this.sketch.add(value, 1);
      return;
    }
    if (this.size === this.most) this.startSketch();
    else if (this.size === this.values.length) this.grow();
    if (this.sketch === null) this.values[this.size++] = value;
    else this.add(value);
  }

  /** Every value, unsorted; none once they are a sketch. */
  toArray(): Float64Array {
    return this.values.subarray(0, this.size);
  }

  summary(): SecondsSummary {
    if (this.sketch !== null) return sketched(this.sketch);
    const values = this.toArray().slice();
    const mean = meanOf(values);
    const [p50 = null, p90 = null, p95 = null, p99 = null] = quantilesOf(values, [0.5, 0.9, 0.95, 0.99]);
    return { mean, p50, p90, p95, p99 };
  }

  private grow(): void {
    const bigger = new Float64Array(this.size * 2);
    bigger.set(this.values);
    this.values = bigger;
  }

  private startSketch(): void {
    const sketch = new Sketch();
    for (let i = 0; i < this.size; i++) sketch.add(this.values[i] ?? 0, 1);
    this.sketch = sketch;
    this.values = new Float64Array(0);
    this.size = 0;
  }
}

export function sketched(sketch: Sketch): SecondsSummary {
  return {
    mean: sketch.mean(),
    p50: sketch.quantile(0.5),
    p90: sketch.quantile(0.9),
    p95: sketch.quantile(0.95),
    p99: sketch.quantile(0.99),
  };
}
