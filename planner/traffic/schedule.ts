import type { ScheduledMinimum } from "../domain/index.ts";
import { DAY } from "../units/index.ts";

/** A stretch of time, unix seconds, in which at least so many replicas are wanted. */
export interface MinimumInterval {
  readonly from: number;
  readonly to: number;
  readonly minReplicas: number;
}

const QUARTER = 900;
/** The least value of a cron field, and words that stand for its values from there on. */
interface FieldKind {
  readonly first: number;
  readonly names: readonly string[];
}

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const FROM_ZERO: FieldKind = { first: 0, names: [] };
const FROM_ONE: FieldKind = { first: 1, names: [] };
const MONTHS_OF_YEAR: FieldKind = { first: 1, names: MONTHS };
const DAYS_OF_WEEK: FieldKind = { first: 0, names: WEEKDAYS };

/** When the scheduled minimums apply between two instants: each firing of a cron expression in its time zone opens a
 *  stretch of the stated duration. Time zones shift by whole quarters of an hour, so firings are looked for per quarter. */
export function minimumIntervals(
  schedule: readonly ScheduledMinimum[],
  window: { readonly from: number; readonly to: number },
): readonly MinimumInterval[] {
  return schedule.flatMap((entry) => {
    const firings = firingsBetween(entry, window.from - Math.max(entry.duration, DAY), window.to);
    return firings.map((from) => ({ from, to: from + entry.duration, minReplicas: entry.minReplicas }));
  });
}

/** The largest minimum in force at an instant; 0 when none is. */
export function minimumAt(intervals: readonly MinimumInterval[], instant: number): number {
  let most = 0;
  for (const interval of intervals) {
    if (interval.from <= instant && instant < interval.to) most = Math.max(most, interval.minReplicas);
  }
  return most;
}

function firingsBetween(entry: ScheduledMinimum, from: number, to: number): number[] {
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = entry.cron
    .trim()
    .toLowerCase()
    .split(/\s+/);
  const clock = clockOf(entry.timezone);
  const firings: number[] = [];
  for (let quarter = Math.floor(from / QUARTER) * QUARTER; quarter < to; quarter += QUARTER) {
    const local = clock(quarter);
    if (!matches(hour, local.hour, FROM_ZERO) || !matches(month, local.month, MONTHS_OF_YEAR)) continue;
    if (!dayMatches({ day, weekday }, local)) continue;
    for (let extra = 0; extra < 15; extra++) {
      if (matches(minute, local.minute + extra, FROM_ZERO)) firings.push(quarter + extra * 60);
    }
  }
  return firings.filter((firing) => firing >= from && firing < to);
}

interface LocalTime {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

function clockOf(timeZone: string): (epoch: number) => LocalTime {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    weekday: "short",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  return (epoch) => {
    const parts = new Map<string, string>();
    for (const part of format.formatToParts(epoch * 1000)) parts.set(part.type, part.value);
    const number = (type: string) => Number(parts.get(type) ?? 0);
    const weekday = WEEKDAYS.indexOf((parts.get("weekday") ?? "").toLowerCase());
    return { minute: number("minute"), hour: number("hour"), day: number("day"), month: number("month"), weekday };
  };
}

/** Cron's rule (POSIX crontab): when both day fields are restricted, either may match. */
function dayMatches(fields: { day: string; weekday: string }, local: LocalTime): boolean {
  const day = matches(fields.day, local.day, FROM_ONE);
  const sunday = local.weekday === 0 && matches(fields.weekday, 7, DAYS_OF_WEEK);
  const weekday = sunday || matches(fields.weekday, local.weekday, DAYS_OF_WEEK);
  return fields.day !== "*" && fields.weekday !== "*" ? day || weekday : day && weekday;
}

/** Whether a field such as `1-5`, `0,30`, `*` or a step `N/15` holds for a value. */
function matches(field: string, value: number, kind: FieldKind): boolean {
  const { first, names } = kind;
  const numeric = (text: string) => (names.includes(text) ? names.indexOf(text) + first : Number(text));
  return field.split(",").some((part) => {
    const [range = "*", step] = part.split("/");
    const [low, high] = range === "*" ? [first, Infinity] : range.split("-").map(numeric);
    const from = low ?? first;
    const to = high ?? (step === undefined ? from : Infinity);
    return value >= from && value <= to && (value - from) % Number(step ?? 1) === 0;
  });
}
