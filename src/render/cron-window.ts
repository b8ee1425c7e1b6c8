import { type Cron, explainCronFault, parseCron } from "../../planner/index.ts";

/** When a window opens and closes, as two cron expressions. */
export interface CronWindow {
  readonly start: string;
  readonly end: string;
}

const DAY = 1440;
/** A year without a leap day; a window that crosses 28 February in a leap year closes a day early. */
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Turns "cron, for so long" into the start and end that KEDA's cron scaler wants. One window for each time of day,
 * because each may cross midnight differently. A text says why it cannot be expressed.
 */
export function cronWindows(expression: string, durationSeconds: number): readonly CronWindow[] | string {
  const cron = parseCron(expression);
  if ("kind" in cron) return explainCronFault(cron);
  const minutes = Math.round(durationSeconds / 60);
  if (minutes < 1) return "the duration is shorter than a minute";
  const windows: CronWindow[] = [];
  for (const hour of cron.hours) {
    for (const minute of cron.minutes) {
      const window = windowAt(cron, hour * 60 + minute, minutes);
      if (typeof window === "string") return window;
      windows.push(window);
    }
  }
  return windows.length > 48 ? "starts more than 48 times a day" : windows;
}

function windowAt(cron: Cron, opens: number, duration: number): CronWindow | string {
  const closes = opens + duration;
  const days = Math.floor(closes / DAY);
  const period = cron.everyDay && cron.everyWeekday ? DAY : 7 * DAY;
  if (duration >= period) return "the window never closes before it opens again: raise minReplicas instead";
  const end = shifted(cron, days);
  if (typeof end === "string") return end;
  return { start: print(opens, cron), end: print(closes % DAY, end) };
}

/** The same dates, some days later. */
function shifted(cron: Cron, days: number): Cron | string {
  if (days === 0 || (cron.everyDay && cron.everyWeekday)) return cron;
  if (cron.everyDay) return { ...cron, weekdays: cron.weekdays.map((day) => (day + days) % 7).sort((a, b) => a - b) };
  if (!cron.everyWeekday) return "a day of the month and a day of the week together cannot cross midnight";
  return shiftedDates(cron, days);
}

function shiftedDates(cron: Cron, days: number): Cron | string {
  const [month, ...moreMonths] = cron.months;
  const [date, ...moreDates] = cron.days;
  const isSingle = moreMonths.length === 0 && moreDates.length === 0;
  if (isSingle && month !== undefined && date !== undefined) return singleDate(cron, month, date + days);
  if (cron.days.every((day) => day + days <= 28)) return { ...cron, days: cron.days.map((day) => day + days) };
  return "dates near the end of a month cannot cross midnight: name one month and one day";
}

function singleDate(cron: Cron, month: number, day: number): Cron {
  const length = MONTH_DAYS[month - 1] ?? 31;
  if (day <= length) return { ...cron, days: [day] };
  return singleDate({ ...cron, months: [(month % 12) + 1] }, (month % 12) + 1, day - length);
}

function print(minuteOfDay: number, cron: Cron): string {
  const days = cron.everyDay ? "*" : cron.days.join(",");
  const months = cron.months.length === 12 ? "*" : cron.months.join(",");
  const weekdays = cron.everyWeekday ? "*" : ranges(cron.weekdays);
  return `${minuteOfDay % 60} ${Math.floor(minuteOfDay / 60)} ${days} ${months} ${weekdays}`;
}

/** `1,2,3,5` as `1-3,5`. */
function ranges(values: readonly number[]): string {
  const spans: [number, number][] = [];
  for (const value of values) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === value - 1) last[1] = value;
    else spans.push([value, value]);
  }
  return spans.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(",");
}
