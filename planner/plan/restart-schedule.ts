import type { Seconds } from "../units/index.ts";

/** When restarts happen: a cron expression (UTC), and the interval that it really keeps. */
export interface RestartSchedule {
  readonly cron: string;
  readonly every: Seconds;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Daily and rarer restarts happen in this hour. */
export const QUIET_HOUR = 3;

/**
 * The cron expression that restarts at least every `seconds`. One expression keeps minutes that divide an hour, hours
 * that divide a day, days, weeks and months; other intervals become the next shorter one of these. Days other than one and seven
 * start anew each month, so the last interval of a month may be shorter. `shift` (minutes) keeps deployments apart that
 * would otherwise all want a spare GPU at once.
 */
export function restartSchedule(seconds: number, shift: number): RestartSchedule {
  const minute = shift % 60;
  if (seconds >= DAY) return daily(Math.floor(seconds / DAY), minute);
  if (seconds < 2 * HOUR && seconds !== HOUR) return hourly(seconds, minute);
  const hours = largestDivisor(24, seconds / HOUR);
  const cron = hours === 1 ? `${minute} * * * *` : `${minute} ${shift % hours}-23/${hours} * * *`;
  return { cron, every: (hours * HOUR) as Seconds };
}

function hourly(seconds: number, shift: number): RestartSchedule {
  const minutes = largestDivisor(60, seconds / MINUTE);
  const cron = minutes === 60 ? `${shift} * * * *` : `${shift % minutes}-59/${minutes} * * * *`;
  return { cron, every: (minutes * MINUTE) as Seconds };
}

function daily(days: number, minute: number): RestartSchedule {
  const at = `${minute} ${QUIET_HOUR}`;
  if (days === 1) return { cron: `${at} * * *`, every: DAY as Seconds };
  if (days === 7) return { cron: `${at} * * 0`, every: (7 * DAY) as Seconds };
  if (days > 30) return { cron: `${at} 1 * *`, every: (31 * DAY) as Seconds };
  return { cron: `${at} */${days} * *`, every: (days * DAY) as Seconds };
}

/** The largest whole number up to `most` that divides `whole`; at least 1. */
function largestDivisor(whole: number, most: number): number {
  for (let divisor = Math.min(whole, Math.floor(most)); divisor > 1; divisor -= 1) {
    if (whole % divisor === 0) return divisor;
  }
  return 1;
}
