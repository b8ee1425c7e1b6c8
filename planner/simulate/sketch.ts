/** A float64's exponent and the first ten bits of its mantissa name its bucket: no logarithm is needed to find it. */
const MANTISSA_BITS = 10;
const SHIFT = 20 - MANTISSA_BITS;
/** Bucket 0 begins at 2^-20 seconds, about a microsecond; smaller values are counted there. The last ends at 2^26. */
const LOWEST = 2 ** -20;
const OFFSET = (1023 - 20) << MANTISSA_BITS;
const BUCKETS = 46 << MANTISSA_BITS;

const real = new Float64Array(1);
const words = new Uint32Array(real.buffer);
/** Which of the two words holds the exponent depends on the machine's byte order. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Weighted quantiles in fixed memory: buckets at most 0.1 % wide, so a quantile is within 0.05 % of a true sample.
 *  Covers 1 microsecond to two years; the mean is exact. */
export class Sketch {
  private readonly counts = new Float64Array(BUCKETS);
  private sum = 0;
  private least = Infinity;
  private most = -Infinity;
  weight = 0;

  add(value: number, weight: number): void {
    const bucket = bucketOf(value);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + weight;
    this.weight += weight;
    this.sum += value * weight;
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
  }

  /** Adds first, first + step, ... (`count` values), each with `weight`. */
  addSeries(first: number, step: number, series: { count: number; weight: number }): void {
    const { count, weight } = series;
    if (step < 0) {
      this.addSeries(first + step * (count - 1), -step, series);
      return;
    }
    if (count === 0) return;
    this.weight += weight * count;
    this.least = Math.min(this.least, first);
    this.most = Math.max(this.most, first + step * (count - 1));
    this.sum += weight * (count * first + (step * count * (count - 1)) / 2);
    const last = bucketOf(first + step * (count - 1));
    for (let done = 0; done < count; ) {
      const bucket = bucketOf(first + step * done);
      if (bucket === last) {
        this.counts[bucket] = (this.counts[bucket] ?? 0) + weight * (count - done);
        return;
      }
      const within = step > 0 ? Math.ceil((edgeOf(bucket + 1) - first) / step) : count;
      const upTo = Math.min(count, Math.max(done + 1, within));
      this.counts[bucket] = (this.counts[bucket] ?? 0) + weight * (upTo - done);
      done = upTo;
    }
  }

  mean(): number | null {
    return this.weight === 0 ? null : this.sum / this.weight;
  }

  /** The value at fraction `q` of the weight, linear between two ranks (Hyndman-Fan type 7); null when nothing was added. */
  quantile(q: number): number | null {
    if (this.weight === 0) return null;
    const rank = q * (this.weight - 1);
    const low = Math.floor(rank);
    let below = 0;
    let lower: number | null = null;
    for (let bucket = bucketOf(this.least); bucket < BUCKETS; bucket++) {
      below += this.counts[bucket] ?? 0;
      if (lower === null && below > low) lower = this.seen(bucket);
      if (lower !== null && (rank === low || below > low + 1)) {
        return lower + (rank - low) * (this.seen(bucket) - lower);
      }
    }
    return this.most;
  }

  /** Values between which those of rank `rank` and of the next one (from 0) lie, but for what series round. */
  around(rank: number): { readonly above: number; readonly upTo: number } {
    const from = edgeOf(this.bucketOfRank(rank));
    // A value on an edge belongs to the bucket above it.
    return { above: from <= LOWEST ? -Infinity : from * (1 - 1e-12), upTo: edgeOf(this.bucketOfRank(rank + 1) + 1) };
  }

  private bucketOfRank(rank: number): number {
    let bucket = 0;
    for (let below = this.counts[0] ?? 0; below <= rank && bucket < BUCKETS - 1; below += this.counts[bucket] ?? 0)
      bucket++;
    return bucket;
  }

  /** What stands for the values of a bucket: never less or more than any that was added. */
  private seen(bucket: number): number {
    return Math.min(this.most, Math.max(this.least, middleOf(bucket)));
  }
}

function bucketOf(value: number): number {
  if (value <= LOWEST) return 0;
  real[0] = value;
  return Math.min(BUCKETS - 1, ((words[HIGH] ?? 0) >>> SHIFT) - OFFSET);
}

/** Where a bucket begins. */
function edgeOf(bucket: number): number {
  words[HIGH] = (bucket + OFFSET) << SHIFT;
  words[1 - HIGH] = 0;
  return real[0] ?? 0;
}

const middleOf = (bucket: number): number => (edgeOf(bucket) + edgeOf(bucket + 1)) / 2;
