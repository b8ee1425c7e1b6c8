import type { Holiday } from "../domain/index.ts";
import { DAY } from "../units/index.ts";
import { parseDate } from "./calendar.ts";
import { dayBegins } from "./local-time.ts";

/** From Monday on. */
export const WEEKDAY_NAMES = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
const WEEK_DAYS = WEEKDAY_NAMES.length;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 3;

/** Windows on one clock: `epoch` is when the first begins, unix seconds. */
export interface Windows {
  readonly epoch: number;
  readonly windowSeconds: number;
  readonly count: number;
}

/** The windows that lie on a holiday, by their middles: how many days after each is the nearest of the days it is like, -3 to 3. */
export function holidayWindows(holidays: readonly Holiday[], windows: Windows): ReadonlyMap<number, number> {
  const { epoch, windowSeconds, count } = windows;
  const found = new Map<number, number>();
  for (const { date, like, timezone } of holidays) {
    const utc = parseDate(date);
    if (utc === null) continue;
    const own = (Math.floor(utc / DAY) + FIRST_WEEKDAY) % WEEK_DAYS;
    const days = ((WEEKDAY_NAMES.indexOf(like) - own + 10) % WEEK_DAYS) - 3;
    const windowAt = (moment: number) => Math.ceil((moment - epoch) / windowSeconds - 0.5);
    const end = Math.min(count, windowAt(dayBegins(utc + DAY, timezone)));
    for (let window = Math.max(0, windowAt(dayBegins(utc, timezone))); window < end; window++) found.set(window, days);
  }
  return found;
}
