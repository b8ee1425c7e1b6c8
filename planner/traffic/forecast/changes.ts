import { quantileOfSorted } from "../../domain/index.ts";
import { middleMean } from "./day-profile.ts";
import { Levels } from "./levels.ts";
import { pastOf } from "./models.ts";

/** The day from which on the level was `factor` times what it was before. */
export interface LevelChange {
  /** Windows from the series' beginning. */
  readonly window: number;
  readonly factor: number;
}

/** Weekends are no change of level: each day is held against the same day of other weeks, of which there must be some. */
const LEAST_WEEKS = 2;
/** What stays shorter than this is an event, not a level. */
const LEAST_DAYS = 3;
/** The step over its standard error from which on it is no chance, and the share that is worth a word. */
const SIGNIFICANT = 5;
const WORTH_SAYING = 0.2;

/** Changes of level by whole days: the split that explains most, and then again on both of its sides. The noise of a day is read off the
 *  differences of neighbours, which a change of level leaves alone. In order of time. */
export function levelChanges(values: Float64Array, period: number | null): readonly LevelChange[] {
  if (period === null || values.length < LEAST_WEEKS * 7 * period) return [];
  const { usualDay } = pastOf(values, period);
  const usual = Float64Array.from(values, (_, i) => usualDay[i % period] ?? 0);
  const daily = new Levels(values, usual, period).daily();
  const weekdays = Array.from({ length: 7 }, (_, weekday) =>
    middleMean(Float64Array.from(daily.filter((_, day) => day % 7 === weekday))),
  );
  const seen = daily.flatMap((level, day) => {
    const ofWeekday = level / (weekdays[day % 7] ?? Number.NaN);
    return Number.isNaN(ofWeekday) ? [] : [{ level: ofWeekday, day }];
  });
  const noise = noiseOf(seen.map(({ level }) => level));
  const begin = values.length - daily.length * period;
  return splitsOf(seen, noise).map(({ day, factor }) => ({ window: begin + day * period, factor }));
}

interface Day {
  readonly level: number;
  readonly day: number;
}

function splitsOf(days: readonly Day[], noise: number): { day: number; factor: number }[] {
  let best = { at: 0, strength: 0, factor: 1 };
  for (let at = LEAST_DAYS; at <= days.length - LEAST_DAYS; at++) {
    const before = meanLevel(days.slice(0, at));
    const after = meanLevel(days.slice(at));
    const strength = Math.abs(after - before) / (noise * Math.sqrt(1 / at + 1 / (days.length - at)));
    if (strength > best.strength) best = { at, strength, factor: after / before };
  }
  if (best.strength < SIGNIFICANT || Math.abs(best.factor - 1) < WORTH_SAYING) return [];
  return [
    ...splitsOf(days.slice(0, best.at), noise),
    { day: days[best.at]?.day ?? 0, factor: best.factor },
    ...splitsOf(days.slice(best.at), noise),
  ];
}

const meanLevel = (days: readonly Day[]): number =>
  Math.max(1e-9, days.reduce((sum, { level }) => sum + level, 0) / Math.max(1, days.length));

/** Standard deviation of a day by the median size of the differences of neighbours (a normal's is 0.6745 of its deviation). */
function noiseOf(levels: readonly number[]): number {
  const sizes = Float64Array.from(levels.slice(1), (level, i) => Math.abs(level - (levels[i] ?? 0))).sort();
  const median = quantileOfSorted(sizes, 0.5) ?? 0;
  return Math.max(1e-6, median / 0.6745 / Math.SQRT2);
}
