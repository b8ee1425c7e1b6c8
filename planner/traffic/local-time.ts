import { DAY } from "../units/index.ts";
import { WEEKDAYS } from "./cron.ts";

/** What clocks of a time zone show. Weekday 0 is Sunday. */
export interface LocalTime {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  readonly weekday: number;
}

/** The local time of a moment (unix seconds) in a zone of the IANA database. */
export function clockOf(timeZone: string): (epoch: number) => LocalTime {
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

/** Time zones shift by whole quarters of an hour. */
export const QUARTER = 900;
/** Furthest that a zone's day begins before that of UTC and after it, quarters. */
const EARLIEST = -15 * 4;
const LATEST = 13 * 4;

/** When a day begins in a time zone, from when it begins in UTC (unix seconds). A zone that left the day out has it when UTC has. */
export function dayBegins(utc: number, timeZone: string): number {
  const clock = clockOf(timeZone);
  const wanted = clockOf("UTC")(utc + DAY / 2);
  for (let quarter = EARLIEST; quarter <= LATEST; quarter++) {
    const { day, month } = clock(utc + quarter * QUARTER);
    if (day === wanted.day && month === wanted.month) return utc + quarter * QUARTER;
  }
  return utc;
}
