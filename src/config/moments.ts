import { VALUES } from "../mistakes/values.ts";
import { accept, type Leaf, leaf, type Reading, refuse } from "./leaves.ts";
import { didYouMean } from "./nearest.ts";

/** A point in time that means the same everywhere: RFC 3339 with an offset. Kept as written. */
export function instant(wanted: string): Leaf<string> {
  return leaf({
    wanted: `${wanted}: a date and time with its offset (RFC 3339), such as 2026-10-26T00:00:00Z`,
    example: '"2026-10-26T00:00:00Z"',
    json: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?(Z|[+-]\\d\\d:\\d\\d)$" },
    read: readInstant,
  });
}

const RFC_3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|[+-](\d\d):(\d\d))$/;

function readInstant(value: unknown): Reading<string> {
  if (typeof value !== "string") return refuse(VALUES.instantWithoutQuotes);
  const match = RFC_3339.exec(value);
  if (match === null) return refuse(adviseInstant(value));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, offHour = 0, offMinute = 0] = match
    .slice(1)
    .map((digits) => Number(digits ?? 0));
  const dayExists = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  const timeExists = hour <= 23 && minute <= 59 && second <= 59 && offHour <= 23 && offMinute <= 59;
  return dayExists && timeExists ? accept(value) : refuse(VALUES.noSuchMoment);
}

/** A day of the calendar. Kept as written. */
export function date(wanted: string): Leaf<string> {
  return leaf({
    wanted: `${wanted}: a date, such as 2026-12-25`,
    example: '"2026-12-25"',
    json: { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\d$" },
    read: (value) => {
      const match = typeof value === "string" ? /^(\d{4})-(\d\d)-(\d\d)$/.exec(value) : null;
      if (match === null) return refuse(VALUES.noDate);
      const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
      const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
      return exists ? accept(match[0]) : refuse(VALUES.noSuchDay);
    },
  });
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

function adviseInstant(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return VALUES.timeMissing(text);
  const bare = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)$/.exec(text);
  if (bare === null) return VALUES.noInstant;
  const time = bare[2]?.length === 5 ? `${bare[2]}:00` : bare[2];
  return VALUES.offsetMissing(`${bare[1]}T${time}`);
}

/** A time zone of the IANA database, in which cron times are read. */
export function timezone(): Leaf<string> {
  return leaf({
    wanted: "time zone: a name of the IANA database, such as Europe/Berlin or UTC",
    example: "Europe/Berlin",
    json: { type: "string", pattern: "^[A-Za-z][A-Za-z0-9_+/-]*$" },
    read: (value) => {
      if (typeof value !== "string" || value.length > 64) return refuse(VALUES.noTimeZone);
      if (/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(value) && isKnownZone(value)) return accept(value);
      const meant = didYouMean(value, Intl.supportedValuesOf("timeZone"));
      return refuse(meant ?? VALUES.otherTimeZone);
    },
  });
}

function isKnownZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
