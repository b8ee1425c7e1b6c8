import type { ForecastHour } from "../../traffic/horizon.ts";
import { DAY, HOUR } from "../../units/index.ts";

/** The stretch of a day in which traffic is high, in UTC, with an hour before it to start in, and the days on which it begins. It may end
 *  after midnight. */
export interface BusyHours {
  readonly from: number;
  readonly hours: number;
  /** As cron counts them: Sunday is 0. */
  readonly weekdays: readonly number[];
  /** Its share of all hours of the horizon. */
  readonly share: number;
  /** Highest forecast rate inside and outside, requests per second. */
  readonly ratesInside: number;
  readonly ratesOutside: number;
}

/** Hours of a day that are busy, one after the other; `from` + `length` may pass midnight. */
interface Stretch {
  readonly from: number;
  readonly length: number;
}

const LONGEST = 20;
const HOURS = 24;
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
/** Days whose busy hours bring at least this share of what the busiest day's do are alike. */
const ALIKE = 0.7;

/** Unix time began on a Thursday. */
const weekday = (start: number): number => (Math.floor(start / DAY) + 4) % 7;
const hourOfDay = (start: number): number => Math.floor((start % DAY) / HOUR);

/** Null where the hours of the day are alike, or where nearly all of them are busy: then a calendar saves nothing. A search asks for
 *  each of its lines about the same hours, which are therefore looked at once. */
export function busyHours(hours: readonly ForecastHour[]): BusyHours | null {
  const before = known.get(hours);
  if (before !== undefined) return before;
  const busy = stretchAmong(hours);
  known.set(hours, busy);
  return busy;
}

const known = new WeakMap<readonly ForecastHour[], BusyHours | null>();

function stretchAmong(hours: readonly ForecastHour[]): BusyHours | null {
  const ordinary = hours.filter(({ event }) => event === null);
  const first = stretchOf(ordinary);
  if (first === null) return null;
  const weekdays = busyWeekdays(ordinary, first);
  // Days off are quiet all day: only the others tell when a day is busy.
  const stretch = stretchOf(ordinary.filter((hour) => weekdays.includes(dayOf(hour, first))));
  if (stretch === null || stretch.length > LONGEST) return null;
  const isInside = (hour: ForecastHour) => isWithin(hour, stretch) && weekdays.includes(dayOf(hour, stretch));
  const inside = ordinary.filter(isInside);
  const outside = ordinary.filter((hour) => !isInside(hour));
  return {
    ...{ from: stretch.from, hours: stretch.length, weekdays },
    share: inside.length / Math.max(1, ordinary.length),
    ...{ ratesInside: highest(inside), ratesOutside: highest(outside) },
  };
}

/** The shortest stretch around the clock that holds every hour above the middle of the quietest and the busiest, and an hour before. */
function stretchOf(hours: readonly ForecastHour[]): Stretch | null {
  const means = Array.from({ length: HOURS }, (_, hour) =>
    meanRate(hours.filter(({ start }) => hourOfDay(start) === hour)),
  );
  const threshold = (Math.max(...means) + Math.min(...means)) / 2;
  const quiet = longestRun(means.map((rate) => rate < threshold));
  if (quiet === null) return null;
  return { from: (quiet.from + quiet.length + HOURS - 1) % HOURS, length: HOURS - quiet.length + 1 };
}

/** The longest run of `true` around the clock, of several the first; null without any. */
function longestRun(flags: readonly boolean[]): Stretch | null {
  let best: Stretch | null = null;
  for (let from = 0; from < flags.length; from++) {
    let length = 0;
    while (length < flags.length && flags[(from + length) % flags.length] === true) length++;
    if (length > (best?.length ?? 0)) best = { from, length };
  }
  return best;
}

/** The day on which the stretch began that an hour belongs to, or would belong to. */
const dayOf = ({ start }: ForecastHour, { from }: Stretch): number => weekday(start - from * HOUR);

const isWithin = ({ start }: ForecastHour, { from, length }: Stretch): boolean =>
  (hourOfDay(start) - from + HOURS) % HOURS < length;

/** Days whose stretch is busy: all that are nearer to the busiest day than to the quietest, and all seven where they are alike. */
function busyWeekdays(hours: readonly ForecastHour[], stretch: Stretch): readonly number[] {
  const rates = EVERY_DAY.map((day) => {
    const own = hours.filter((hour) => isWithin(hour, stretch) && dayOf(hour, stretch) === day);
    return own.length === 0 ? null : meanRate(own);
  });
  const known = rates.filter((rate) => rate !== null);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  if (least >= ALIKE * most) return EVERY_DAY;
  return EVERY_DAY.filter((day) => (rates[day] ?? 0) >= (least + most) / 2);
}

const highest = (hours: readonly ForecastHour[]): number => hours.reduce((most, { rate }) => Math.max(most, rate), 0);

const meanRate = (hours: readonly ForecastHour[]): number =>
  hours.reduce((sum, { rate }) => sum + rate, 0) / Math.max(1, hours.length);

/** As the last field of a cron expression: `*`, `1-5` or `0,5,6`. */
export function cronDays(weekdays: readonly number[]): string {
  const [first = 0] = weekdays;
  const last = weekdays.at(-1) ?? first;
  if (weekdays.length === EVERY_DAY.length) return "*";
  const isRun = weekdays.length > 2 && last - first === weekdays.length - 1;
  return isRun ? `${first}-${last}` : weekdays.join(",");
}
