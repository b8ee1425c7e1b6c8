import type { ScheduledMinimum } from "../domain/index.ts";
import { DAY } from "../units/index.ts";
import { type Cron, parseCron } from "./cron.ts";
import { clockOf, type LocalTime, QUARTER } from "./local-time.ts";

/** A stretch of time, unix seconds, in which at least so many replicas are wanted. */
export interface MinimumInterval {
  readonly from: number;
  readonly to: number;
  readonly minReplicas: number;
}

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

/** Expressions were checked when the file was read; one that does not parse never fires. */
function firingsBetween(entry: ScheduledMinimum, from: number, to: number): number[] {
  const cron = parseCron(entry.cron);
  if ("kind" in cron) return [];
  const clock = clockOf(entry.timezone);
  const firings: number[] = [];
  for (let quarter = Math.floor(from / QUARTER) * QUARTER; quarter < to; quarter += QUARTER) {
    const local = clock(quarter);
    if (!cron.hours.includes(local.hour) || !cron.months.includes(local.month) || !dayMatches(cron, local)) continue;
    for (let extra = 0; extra < 15; extra++) {
      if (cron.minutes.includes(local.minute + extra)) firings.push(quarter + extra * 60);
    }
  }
  return firings.filter((firing) => firing >= from && firing < to);
}

/** Cron's rule (POSIX crontab): when both day fields are restricted, either may match. */
function dayMatches(cron: Cron, local: LocalTime): boolean {
  const day = cron.days.includes(local.day);
  const weekday = cron.weekdays.includes(local.weekday);
  return cron.everyDay || cron.everyWeekday ? day && weekday : day || weekday;
}
