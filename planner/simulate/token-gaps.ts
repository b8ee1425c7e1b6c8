import { type SecondsSummary, sketched } from "./samples.ts";
import { rankedIn, SeriesList } from "./series-list.ts";
import { Sketch } from "./sketch.ts";

/** Seconds between two tokens of a request, as a simulation meets them: one at a time, or a run of steps at once. A run makes
 *  one arithmetic series for all its decodes, so hundreds of millions of gaps have exact percentiles as long as they came in at
 *  most `most` series, and those of a sketch beyond. A weight below zero takes gaps out that were put in, bit for bit the same. */
export class TokenGaps {
  private readonly list = new SeriesList();
  private sketch: Sketch | null;
  private readonly most: number;
  private readonly single = { count: 1, weight: 0 };

  constructor(most: number) {
    this.most = most;
    this.sketch = most === 0 ? new Sketch() : null;
  }

  get isExact(): boolean {
    return this.sketch === null;
  }

  add(value: number, weight: number): void {
    if (this.sketch !== null) this.sketch.add(value, weight);
    else {
      this.single.weight = weight;
      this.keep(value, 0, this.single);
    }
  }

  /** first, first + step, ... (`count` values), each with `weight`. */
  addSeries(first: number, step: number, series: { count: number; weight: number }): void {
    if (this.sketch !== null) this.sketch.addSeries(first, step, series);
    else if (step < 0) this.keep(first + step * (series.count - 1), -step, series);
    else if (step > 0) this.keep(first, step, series);
    else this.add(first, series.count * series.weight);
  }

  summary(): SecondsSummary {
    if (this.sketch !== null) return sketched(this.sketch);
    const { sum, weight } = this.list;
    if (weight === 0) return { mean: null, p50: null, p90: null, p95: null, p99: null };
    const sketch = this.sketchOfAll();
    const at = (q: number) => this.quantile(q, sketch);
    return { mean: sum / weight, p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
  }

  private keep(first: number, step: number, series: { count: number; weight: number }): void {
    if (series.count <= 0 || series.weight === 0) return;
    if (this.list.size < this.most) this.list.push(first, step, series);
    else this.startSketch().addSeries(first, step, series);
  }

  private startSketch(): Sketch {
    const sketch = this.sketchOfAll();
    this.sketch = sketch;
    this.list.clear();
    return sketch;
  }

  private sketchOfAll(): Sketch {
    const { list } = this;
    const sketch = new Sketch();
    for (let i = 0; i < list.size; i++) {
      sketch.addSeries(list.first(i), list.step(i), { count: list.countOf(i), weight: list.weightOf(i) });
    }
    return sketch;
  }

  /** Hyndman-Fan type 7 over every gap; the sketch says where to look. */
  private quantile(q: number, sketch: Sketch): number {
    const { list } = this;
    const rank = q * (list.weight - 1);
    const below = Math.floor(rank);
    const [low = NaN, high = low] = rankedIn(list, [below, Math.min(below + 1, list.weight - 1)], sketch.around(below));
    return low + (rank - below) * (high - low);
  }
}
