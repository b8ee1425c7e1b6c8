import type { ForecastHour } from "../../traffic/horizon.ts";
import { DAY, HOUR } from "../../units/index.ts";

/** The stretch of working days in which traffic is high: hours of the day in UTC, with an hour before it to start in. */
export interface BusyHours {
  readonly from: number;
  readonly hours: number;
  /** Its share of all hours of the horizon. */
  readonly share: number;
  /** Highest forecast rate inside and outside, requests per second. */
  readonly ratesInside: number;
  readonly ratesOutside: number;
}

const LONGEST = 20;

/** Monday is 0; unix time began on a Thursday. */
const weekday = (start: number): number => (Math.floor(start / DAY) + 3) % 7;
const hourOfDay = (start: number): number => Math.floor((start % DAY) / HOUR);

/** Null where the hours of the day are alike, or where nearly all of them are busy: then a calendar saves nothing. */
export function busyHours(hours: readonly ForecastHour[]): BusyHours | null {
  const ordinary = hours.filter(({ event }) => event === null);
  const working = ordinary.filter(({ start }) => weekday(start) < 5);
  const means = Array.from({ length: 24 }, (_, hour) =>
    meanRate(working.filter(({ start }) => hourOfDay(start) === hour)),
  );
  const threshold = (Math.max(...means) + Math.min(...means)) / 2;
  const first = means.findIndex((rate) => rate >= threshold);
  const last = means.findLastIndex((rate) => rate >= threshold);
  if (first < 1 || last - first + 2 > LONGEST) return null;
  const [from, length] = [first - 1, last - first + 2];
  const isInside = ({ start }: ForecastHour) =>
    weekday(start) < 5 && hourOfDay(start) >= from && hourOfDay(start) < from + length;
  const inside = ordinary.filter(isInside);
  const outside = ordinary.filter((hour) => !isInside(hour));
  return {
    ...{ from, hours: length, share: inside.length / Math.max(1, ordinary.length) },
    ...{ ratesInside: highest(inside), ratesOutside: highest(outside) },
  };
}

const highest = (hours: readonly ForecastHour[]): number => hours.reduce((most, { rate }) => Math.max(most, rate), 0);

const meanRate = (hours: readonly ForecastHour[]): number =>
  hours.reduce((sum, { rate }) => sum + rate, 0) / Math.max(1, hours.length);
