import { dayProfile, middleMean } from "./day-profile.ts";
import { Levels, runningSums } from "./levels.ts";

/** What a model sees: rates by the window, NaN where nothing was seen, and how many windows make a day (null: no whole number). */
export interface Past {
  readonly values: Float64Array;
  readonly period: number | null;
  /** The usual rate, whatever the time. */
  readonly usual: number;
  /** The usual rate at each window of the day; one value where there are no days. */
  readonly usualDay: Float64Array;
}

export function pastOf(values: Float64Array, period: number | null): Past {
  const usual = middleMean(values);
  const usualDay = dayProfile(values, period ?? 1).map((rate) => (Number.isNaN(rate) ? usual : rate));
  return { values, period, usual, usualDay };
}

/** Rates of the next windows from those that were seen. */
export interface PointModel {
  readonly id: string;
  /** Days of history without which it is another model under a false name. */
  readonly leastDays: number;
  /** Which moment's level it predicts: that of the whole history, which is its middle's, or that of its end. */
  readonly level: "middle" | "end";
  /** Carries a growth of the history on. */
  readonly isTrend: boolean;
  readonly predict: (past: Past, windows: number) => Float64Array;
}

/** How the level of the last days is carried on: not at all, fading by half a day, for good, or as the trend of all weeks. */
const LEVELS = [
  { id: "", leastDays: 1, level: "middle", isTrend: false, at: () => 1 },
  {
    id: ", last days' level fading",
    leastDays: 1,
    level: "middle",
    isTrend: false,
    at: (seen: Levels, lead: number) => 1 + (seen.recent() - 1) * 0.5 ** lead,
  },
  { id: ", last days' level", leastDays: 1, level: "end", isTrend: false, at: (seen: Levels) => seen.recent() },
  { id: ", trend", leastDays: 21, level: "end", isTrend: true, at: (seen: Levels, lead: number) => seen.trend(lead) },
] as const;

/** How much of last weeks' departures from the usual day is expected again. */
const WEEKS = [
  { id: "day", leastDays: 1, share: 0 },
  { id: "day and half of the week", leastDays: 7, share: 0.5 },
  { id: "week", leastDays: 7, share: 1 },
] as const;

/** The competitors. The first three are the baselines that the others have to beat. */
export const POINT_MODELS: readonly PointModel[] = [
  {
    id: "mean",
    leastDays: 0,
    level: "middle",
    isTrend: false,
    predict: ({ usual }, windows) => new Float64Array(windows).fill(usual),
  },
  {
    id: "seasonal naive (day)",
    leastDays: 1,
    level: "end",
    isTrend: false,
    predict: (past, windows) => repeated(past, windows, 1),
  },
  {
    id: "seasonal naive (week)",
    leastDays: 7,
    level: "end",
    isTrend: false,
    predict: (past, windows) => repeated(past, windows, 7),
  },
  ...WEEKS.flatMap((week) =>
    LEVELS.map(({ id, leastDays, at, ...rest }) => ({
      id: `${week.id}${id}`,
      leastDays: Math.max(week.leastDays, leastDays),
      ...rest,
      predict: (past: Past, windows: number) => seasonal(past, windows, { share: week.share, at }),
    })),
  ),
];

/** The last so many days over and over; of a window that was not seen, the one a season before. */
function repeated({ values, period, usual }: Past, windows: number, days: number): Float64Array {
  const season = (period ?? 1) * days;
  return Float64Array.from({ length: windows }, (_, lead) => {
    for (let at = values.length - season + (lead % season); at >= 0; at -= season) {
      const value = values[at] ?? Number.NaN;
      if (!Number.isNaN(value)) return value;
    }
    return usual;
  });
}

interface Course {
  readonly share: number;
  /** Level so many days ahead, 1 = as usual. */
  readonly at: (levels: Levels, lead: number) => number;
}

/** The usual day, times how the same time of the week departs from it, times the level. */
function seasonal({ values, period, usualDay }: Past, windows: number, { share, at }: Course): Float64Array {
  const day = period ?? 1;
  const usual = Float64Array.from({ length: values.length + windows }, (_, i) => usualDay[i % day] ?? 0);
  if (share > 0) departWeekly({ values, day, share }, usual);
  const levels = new Levels(values, usual, day);
  return Float64Array.from(
    { length: windows },
    (_, lead) => (usual[values.length + lead] ?? 0) * at(levels, (lead + 1) / day),
  );
}

/** Multiplies the usual day by what the same time of earlier weeks was to it, smoothed over three hours to either side, less
 *  the more weeks there are. */
function departWeekly(past: { values: Float64Array; day: number; share: number }, usual: Float64Array): void {
  const { values, day, share } = past;
  const week = 7 * day;
  const weeks = Math.max(1, Math.floor(values.length / week));
  const reach = Math.round(day / 8 / weeks);
  const own = usual.slice();
  const sums = runningSums(values, own);
  const departures = Float64Array.from({ length: Math.min(week, usual.length) }, (_, phase) => {
    let seen = 0;
    let expected = 0;
    for (let centre = phase; centre < values.length; centre += week) {
      const from = Math.max(0, centre - reach);
      const to = Math.min(values.length, centre + reach + 1);
      seen += (sums.seen[to] ?? 0) - (sums.seen[from] ?? 0);
      expected += (sums.expected[to] ?? 0) - (sums.expected[from] ?? 0);
    }
    return expected > 0 ? seen / expected : 1;
  });
  usual.forEach((rate, i) => {
    usual[i] = rate * (departures[i % week] ?? 1) ** share;
  });
}
