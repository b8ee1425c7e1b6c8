/** Arithmetic series of numbers, each with a weight: first, first + step, ... 32 bytes a series, however long it is. */
export class SeriesList {
  private numbers = new Float64Array(0);
  size = 0;
  /** Weight of all numbers, and their weighted sum. */
  weight = 0;
  sum = 0;

  /** `step` is not negative, `count` is above zero. A weight below zero takes out numbers that are there. */
  push(first: number, step: number, { count, weight }: { count: number; weight: number }): void {
    const at = 4 * this.size++;
    if (at === this.numbers.length) this.grow();
    this.numbers[at] = first;
    this.numbers[at + 1] = step;
    this.numbers[at + 2] = count;
    this.numbers[at + 3] = weight;
    this.weight += weight * count;
    this.sum += weight * (count * first + (step * count * (count - 1)) / 2);
  }

  first(series: number): number {
    return this.numbers[4 * series] ?? 0;
  }

  step(series: number): number {
    return this.numbers[4 * series + 1] ?? 0;
  }

  countOf(series: number): number {
    return this.numbers[4 * series + 2] ?? 0;
  }

  weightOf(series: number): number {
    return this.numbers[4 * series + 3] ?? 0;
  }

  at(series: number, index: number): number {
    return this.first(series) + this.step(series) * index;
  }

  /** How many numbers of a series are at most `value`; between `from` and `to` of them are. */
  upTo(series: number, value: number, { from, to }: { from: number; to: number }): number {
    const step = this.step(series);
    const guess = step === 0 ? to : Math.floor((value - this.first(series)) / step) + 1;
    let count = guess >= to ? to : Math.max(from, guess);
    // The division rounds: the numbers themselves decide.
    while (count < to && this.at(series, count) <= value) count++;
    while (count > from && this.at(series, count - 1) > value) count--;
    return count;
  }

  clear(): void {
    this.numbers = new Float64Array(0);
    this.size = this.weight = this.sum = 0;
  }

  private grow(): void {
    const larger = new Float64Array(Math.max(1024, this.numbers.length * 2));
    larger.set(this.numbers);
    this.numbers = larger;
  }
}

/** A stretch of values: above one, and up to another. */
export interface Span {
  readonly above: number;
  readonly upTo: number;
}

const EVERYTHING: Span = { above: -Infinity, upTo: Infinity };

/** The numbers of the given ranks (from 0, rising) among all numbers of all series, each counted as often as it weighs. They are
 *  looked for inside `span` first: where it holds all of them and little else, one pass over the series is enough. */
export function rankedIn(list: SeriesList, ranks: readonly number[], span: Span = EVERYTHING): readonly number[] {
  const open = new Stretches(list, span);
  const [first = 0, last = first] = [ranks[0], ranks.at(-1)];
  if (span !== EVERYTHING && (first < open.below || last >= open.below + open.weight())) return rankedIn(list, ranks);
  return ranks.map((rank, i) => select(i === ranks.length - 1 ? open : open.copy(), rank));
}

/** Quickselect: of each series a stretch stays in question, and every pass cuts all stretches at one value. */
function select(open: Stretches, rank: number): number {
  for (;;) {
    const { least, most } = open.ends();
    if (least === most) return least;
    const weight = open.cutAt(pivotBetween(least, most, open.sample()));
    if (open.below + weight > rank) open.keepLower();
    else open.keepUpper(weight);
  }
}

/** A value that at least one number reaches and at least one exceeds. */
function pivotBetween(least: number, most: number, sample: number): number {
  if (sample < most) return sample;
  const middle = least + (most - least) / 2;
  return middle < most ? middle : least;
}

/** The numbers that are still in question: of each series those from one index to another. */
class Stretches {
  /** Weight of the numbers that are less than all of these. */
  below = 0;
  private readonly list: SeriesList;
  private readonly series: number[] = [];
  private readonly from: number[] = [];
  private readonly to: number[] = [];
  private readonly cut: number[] = [];
  private size = 0;

  constructor(list: SeriesList, { above, upTo }: Span) {
    this.list = list;
    const range = { from: 0, to: 0 };
    for (let i = 0; i < list.size; i++) {
      const count = list.countOf(i);
      if (list.first(i) > upTo) continue;
      range.to = count;
      const from = list.at(i, count - 1) <= above ? count : list.upTo(i, above, range);
      this.below += from * list.weightOf(i);
      const to = list.upTo(i, upTo, range);
      if (from < to) this.hold(i, from, to);
    }
  }

  copy(): Stretches {
    const copy = new Stretches(NOTHING, EVERYTHING);
    return Object.assign(copy, {
      ...{ list: this.list, below: this.below, size: this.size },
      ...{ series: this.series.slice(), from: this.from.slice(), to: this.to.slice() },
    });
  }

  weight(): number {
    return this.cutAt(Infinity);
  }

  ends(): { least: number; most: number } {
    let least = Infinity;
    let most = -Infinity;
    for (let i = 0; i < this.size; i++) {
      const series = this.series[i] ?? 0;
      const low = this.list.at(series, this.from[i] ?? 0);
      const high = this.list.at(series, (this.to[i] ?? 0) - 1);
      if (low < least) least = low;
      if (high > most) most = high;
    }
    return { least, most };
  }

  /** One of the numbers: the middle one of three, each from the middle of a stretch. */
  sample(): number {
    const [a = 0, b = 0, c = 0] = [0, this.size >> 1, this.size - 1].map((i) => {
      const index = Math.floor(((this.from[i] ?? 0) + (this.to[i] ?? 0)) / 2);
      return this.list.at(this.series[i] ?? 0, index);
    });
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /** Finds where `value` cuts each stretch; the weight of the numbers up to it. */
  cutAt(value: number): number {
    const { list } = this;
    const range = { from: 0, to: 0 };
    let weight = 0;
    for (let i = 0; i < this.size; i++) {
      const series = this.series[i] ?? 0;
      range.from = this.from[i] ?? 0;
      range.to = this.to[i] ?? 0;
      const cut = list.upTo(series, value, range);
      this.cut[i] = cut;
      weight += (cut - range.from) * list.weightOf(series);
    }
    return weight;
  }

  keepLower(): void {
    this.keep(this.from, this.cut);
  }

  /** `weight`: that of the numbers which are dropped. */
  keepUpper(weight: number): void {
    this.below += weight;
    this.keep(this.cut, this.to);
  }

  private keep(from: readonly number[], to: readonly number[]): void {
    const held = this.size;
    this.size = 0;
    for (let i = 0; i < held; i++) {
      const [low = 0, high = 0] = [from[i], to[i]];
      if (low < high) this.hold(this.series[i] ?? 0, low, high);
    }
  }

  private hold(series: number, from: number, to: number): void {
    this.series[this.size] = series;
    this.from[this.size] = from;
    this.to[this.size++] = to;
  }
}

const NOTHING = new SeriesList();
