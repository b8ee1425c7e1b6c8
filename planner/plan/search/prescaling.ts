import type { ScheduledMinimum } from "../../domain/index.ts";
import { clockOf } from "../../traffic/local-time.ts";
import { DAY, seconds } from "../../units/index.ts";
import { type BusyHours, cronDays } from "./busy-hours.ts";
import type { EventStretch } from "./demand.ts";

/** An event that lasts as long cannot be told to KEDA: its window would be open for a week, and comes back each year. */
const LONGEST_EVENT = 7 * DAY - 1;
const MINUTE = 60;

/** The busy hours as a calendar keeps them. */
export const calendarEntry = ({ from, hours, weekdays }: BusyHours, minReplicas: number): ScheduledMinimum => ({
  ...{ cron: `0 ${from} * * ${cronDays(weekdays)}`, timezone: "UTC", duration: seconds(hours * 3600), minReplicas },
});

/** Replicas for named events, dated, that are ready when the event begins: what `replicasFor` its highest rate says, where that is
 *  more than what is there anyway. A cron expression has no year. */
export function eventEntries(
  stretches: readonly EventStretch[],
  { startup, least, replicasFor }: { startup: number; least: number; replicasFor: (rate: number) => number },
): readonly ScheduledMinimum[] {
  return stretches.flatMap(({ from, to, rate }) => {
    const minReplicas = replicasFor(rate);
    const begins = Math.floor((from - startup) / MINUTE) * MINUTE;
    if (minReplicas <= least || to - begins > LONGEST_EVENT) return [];
    return [{ cron: dateCron(begins), timezone: "UTC", duration: seconds(to - begins), minReplicas }];
  });
}

function dateCron(instant: number): string {
  const { minute, hour, day, month } = clockOf("UTC")(instant);
  return `${minute} ${hour} ${day} ${month} *`;
}
