import { quantileOfSorted } from "../../domain/index.ts";

/** Days after which what was seen counts for 1/e. */
const RECENT_DAYS = 2;
/** Trends are read off days that lie at least this far apart: nearer ones show their noise. */
const TREND_DAYS = 7;
/** Older days say nothing about a trend of today, and their pairs would take long. */
const MOST_TREND_DAYS = 120;
/** No trend takes traffic below this share of the usual. */
const LEAST_LEVEL = 0.1;

/** What the days were to the usual ones. */
export class Levels {
  private readonly sums: RunningSums;
  private readonly values: Float64Array;
  private readonly usual: Float64Array;
  private readonly day: number;
  private known: { recent: number | null; trend: Trend | null } = { recent: null, trend: null };

  /** `usual` is at least as long as `values`; `day`: windows of a day. */
  constructor(values: Float64Array, usual: Float64Array, day: number) {
    this.sums = runningSums(values, usual);
    this.values = values;
    this.usual = usual;
    this.day = day;
  }

  /** Level of the last days, 1 = as usual. */
  recent(): number {
    this.known.recent ??= this.measureRecent();
    return this.known.recent;
  }

  /** Level so many days after the end, on the line through all days. */
  trend(lead: number): number {
    this.known.trend ??= trendOf(this.daily());
    const { middle, atMiddle, slope } = this.known.trend;
    return Math.max(LEAST_LEVEL, atMiddle + slope * (this.values.length / this.day + lead - middle));
  }

  /** Level of each whole day, counted from the end; NaN where too little was seen. */
  daily(): number[] {
    const { seen, expected } = this.sums;
    const length = this.values.length;
    const days = Math.floor(length / this.day);
    return Array.from({ length: days }, (_, i) => {
      const to = length - (days - 1 - i) * this.day;
      const usual = (expected[to] ?? 0) - (expected[to - this.day] ?? 0);
      return usual > 0 ? ((seen[to] ?? 0) - (seen[to - this.day] ?? 0)) / usual : Number.NaN;
    });
  }

  private measureRecent(): number {
    let seen = 0;
    let expected = 0;
    this.values.forEach((value, i) => {
      if (Number.isNaN(value)) return;
      const weight = Math.exp(-(this.values.length - 1 - i) / this.day / RECENT_DAYS);
      seen += weight * value;
      expected += weight * (this.usual[i] ?? 0);
    });
    return expected > 0 ? seen / expected : 1;
  }
}

interface Trend {
  /** Days from the first whole day's start, and the level there. */
  readonly middle: number;
  readonly atMiddle: number;
  /** Change of the level in a day. */
  readonly slope: number;
}

/** The median of the slopes between days (Theil 1950, Sen 1968): a few odd days do not turn it. */
function trendOf(daily: readonly number[]): Trend {
  const first = daily.length - MOST_TREND_DAYS;
  const days = daily.flatMap((level, day) => (day < first || Number.isNaN(level) ? [] : [{ level, day: day + 0.5 }]));
  const slopes = days.flatMap((from) =>
    days.flatMap((to) => (to.day - from.day >= TREND_DAYS ? [(to.level - from.level) / (to.day - from.day)] : [])),
  );
  const slope = medianOf(slopes) ?? 0;
  const middle = medianOf(days.map(({ day }) => day)) ?? 0;
  const atMiddle = medianOf(days.map(({ level, day }) => level - slope * (day - middle))) ?? 1;
  return { middle, atMiddle, slope };
}

const medianOf = (values: readonly number[]): number | null => quantileOfSorted(Float64Array.from(values).sort(), 0.5);

interface RunningSums {
  readonly seen: Float64Array;
  readonly expected: Float64Array;
}

/** Sums of what was seen and of what was usual then, up to each window. */
export function runningSums(values: Float64Array, usual: Float64Array): RunningSums {
  const seen = new Float64Array(values.length + 1);
  const expected = new Float64Array(values.length + 1);
  values.forEach((value, i) => {
    const isSeen = !Number.isNaN(value);
    seen[i + 1] = (seen[i] ?? 0) + (isSeen ? value : 0);
    expected[i + 1] = (expected[i] ?? 0) + (isSeen ? (usual[i] ?? 0) : 0);
  });
  return { seen, expected };
}
