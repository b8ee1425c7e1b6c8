import { DAY, HOUR, type RateForecast } from "../../planner/index.ts";
import { unitFor } from "./mermaid.ts";
import { decimal } from "./quantities.ts";
import { dayText, timeText } from "./time-text.ts";

/** Rows of a table at most, give or take a day that is seen in part. */
const MOST_DAYS = 14;

/** A stretch of the horizon as a table shows it. Rates are requests per second. */
export interface Period {
  readonly label: string;
  readonly short: string;
  readonly mean: number;
  readonly busiest: Busiest;
  /** The highest window. */
  readonly peak: number;
}

/** The busiest hour; the busiest window where that is longer. */
export interface Busiest {
  /** `14:00`, `Tue 24 Nov 14:00`, `hour 38`; all times are UTC. */
  readonly at: string;
  readonly atInFull: string;
  readonly point: number;
  readonly lower: number;
  readonly upper: number;
}

/** A point with its time: Unix seconds where the history has a date, else seconds after its end. */
interface Timed {
  readonly time: number;
  readonly point: number;
  readonly lower: number;
  readonly upper: number;
}

interface Span {
  readonly from: number;
  readonly to: number;
  readonly unit: "hours" | "day" | "days";
}

/** The horizon by the day, weeks after the first one where it is long, hours where it is short. */
export function periodsOf(forecast: RateForecast): readonly Period[] {
  const points = timed(forecast);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  const isDated = isDatedOf(forecast);
  const bounds = { from: first.time, to: last.time + forecast.windowSeconds };
  return spansOf(bounds, forecast.windowSeconds, isDated).flatMap((span) => {
    const inside = points.filter(({ time }) => time >= span.from && time < span.to);
    if (inside.length === 0) return [];
    return {
      ...labelsOf(span, bounds, isDated),
      mean: meanOf(inside, "point"),
      busiest: busiestOf(inside, { windowSeconds: forecast.windowSeconds, unit: span.unit, isDated, zero: first.time }),
      peak: Math.max(...inside.map(({ point }) => point)),
    };
  });
}

/** The same as rows of text in one unit; the first cell of the head names it. */
export function periodTable(forecast: RateForecast): {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
} {
  const periods = periodsOf(forecast);
  const { name, shown } = unitOf(forecast);
  const isFine = forecast.windowSeconds < HOUR;
  return {
    head: [
      `Requests ${name}`,
      "mean",
      busiestName(forecast),
      isDatedOf(forecast) ? "at, UTC" : "at",
      `${Math.round(100 * forecast.level)} % of its windows`,
      "peak",
    ],
    rows: periods.map(({ label, mean, busiest, peak }) => [
      label,
      shown(mean),
      shown(busiest.point),
      busiest.at,
      `${shown(busiest.lower)} – ${shown(busiest.upper)}`,
      isFine ? shown(peak) : "",
    ]),
  };
}

/** One unit for every rate of a report, so that its numbers can be compared. */
export function unitOf({ points }: RateForecast): RateUnit {
  const highest = points.reduce((most, { point }) => Math.max(most, point), 0);
  const { name, short, times } = unitFor(highest);
  return { name, short, times, shown: (perSecond) => decimal(times * perSecond, 3) };
}

interface RateUnit {
  readonly name: string;
  readonly short: string;
  readonly times: number;
  readonly shown: (perSecond: number) => string;
}

export const busiestName = ({ windowSeconds }: RateForecast): string =>
  windowSeconds <= HOUR ? "busiest hour" : "busiest window";

export const isDatedOf = ({ points }: RateForecast): boolean => typeof points[0]?.start === "string";

function timed(forecast: RateForecast): readonly Timed[] {
  const [first] = forecast.points;
  const zero = typeof first?.start === "string" ? Date.parse(first.start) / 1000 : 0;
  return forecast.points.map(({ startSeconds, point, lower, upper }) => ({
    time: (Number.isFinite(zero) ? zero : 0) + startSeconds - (first?.startSeconds ?? 0),
    ...{ point, lower, upper },
  }));
}

/** Days begin at midnight UTC where there are dates, else with the forecast. */
function spansOf(bounds: { from: number; to: number }, windowSeconds: number, isDated: boolean): readonly Span[] {
  const horizon = bounds.to - bounds.from;
  if (horizon <= DAY) {
    const size = Math.max(windowSeconds, horizon <= DAY / 2 ? HOUR : 2 * HOUR);
    return slices(isDated ? floorTo(bounds.from, Math.min(size, HOUR)) : bounds.from, bounds.to, size).map((slice) => ({
      ...slice,
      unit: "hours" as const,
    }));
  }
  const start = isDated ? floorTo(bounds.from, DAY) : bounds.from;
  const days = slices(start, bounds.to, DAY).map((slice) => ({ ...slice, unit: "day" as const }));
  if (days.length <= MOST_DAYS + 1) return days;
  const weeks = Math.ceil((days.length - 7) / 7);
  const size = 7 * DAY * Math.ceil(weeks / (MOST_DAYS - 7));
  const rest = slices(start + 7 * DAY, bounds.to, size).map((slice) => ({ ...slice, unit: "days" as const }));
  return [...days.slice(0, 7), ...rest];
}

function slices(from: number, to: number, size: number): readonly { from: number; to: number }[] {
  // A window that is no whole number of seconds must not make a slice of nothing.
  const count = Math.max(1, Math.ceil((to - from) / size - 1e-6));
  return Array.from({ length: count }, (_, i) => ({ from: from + i * size, to: from + (i + 1) * size }));
}

const floorTo = (time: number, size: number): number => Math.floor(time / size) * size;

function labelsOf(span: Span, bounds: { from: number; to: number }, isDated: boolean) {
  const last = Math.min(span.to, bounds.to);
  if (!isDated) return undatedLabels(span, last);
  const from = Math.max(span.from, bounds.from);
  if (span.unit === "hours") return { label: `${dayText(from, true)} ${timeText(from)}`, short: timeText(from) };
  const short = dayText(from, false);
  if (span.unit === "days") return { label: `${short} – ${dayText(last - 1, false)}`, short };
  const late = from > span.from ? ` from ${timeText(from)}` : "";
  const early = last < span.to ? ` to ${timeText(last)}` : "";
  return { label: `${dayText(from, true)}${late}${early}`, short };
}

function undatedLabels({ from, unit }: Span, last: number) {
  const size = unit === "hours" ? HOUR : DAY;
  const first = Math.floor(from / size) + 1;
  const end = Math.max(first, Math.ceil(last / size - 1e-6));
  const word = unit === "hours" ? "hour" : "day";
  const label = end === first ? `${word} ${first}` : `${word}s ${first}–${end}`;
  return { label, short: label };
}

interface Within {
  readonly windowSeconds: number;
  readonly unit: Span["unit"];
  readonly isDated: boolean;
  readonly zero: number;
}

function busiestOf(points: readonly Timed[], { windowSeconds, unit, isDated, zero }: Within): Busiest {
  const size = Math.max(HOUR, windowSeconds);
  const origin = isDated && windowSeconds <= HOUR ? 0 : zero;
  const hours = Map.groupBy(points, ({ time }) => Math.floor((time - origin) / size + 1e-6));
  const means = [...hours].map(([hour, inside]) => ({
    time: origin + hour * size,
    point: meanOf(inside, "point"),
    lower: meanOf(inside, "lower"),
    upper: meanOf(inside, "upper"),
  }));
  const top = means.reduce((best, one) => (one.point > best.point ? one : best));
  const number = `hour ${Math.floor((top.time - zero) / HOUR + 1e-6) + 1}`;
  const atInFull = isDated ? `${dayText(top.time, true)} ${timeText(top.time)}` : number;
  const inDay = isDated && unit === "day" ? timeText(top.time) : atInFull;
  return { ...top, at: unit === "hours" ? "" : inDay, atInFull };
}

const meanOf = (points: readonly Timed[], of: "point" | "lower" | "upper"): number =>
  points.reduce((sum, one) => sum + one[of], 0) / points.length;
