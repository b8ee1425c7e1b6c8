import type { Holiday, TrafficEvent, TrafficHistory } from "../../domain/index.ts";
import { DAY } from "../../units/index.ts";
import { parseInstant } from "../calendar.ts";
import { holidayWindows, type Windows } from "../holidays.ts";
import type { TrafficChange } from "../horizon.ts";
import { type Course, MOST_PAST } from "./course.ts";
import { windowsPerDay } from "./day-profile.ts";

/** A history shorter than this, in seconds, and one with fewer requests than that get a warning. */
const BURST = 60;
const FEW = 100;

/** What the history is too short or too coarse to show. */
export function historyNotes(history: TrafficHistory, course: Course, windowSeconds: number): readonly string[] {
  return [...shortness(history, course), ...seasonless(history, windowSeconds), ...cut(history, windowSeconds)];
}

function shortness({ duration, workload, rates }: TrafficHistory, { law }: Course): string[] {
  const said: string[] = [];
  if (law === null) said.push("The history is too short to try a forecast on it: the intervals are assumed.");
  if (duration < DAY)
    said.push(
      "The history is shorter than a day: night and day, weekdays and weekends are not seen, and their width is assumed.",
    );
  else if (duration < 7 * DAY)
    said.push("The history is shorter than a week: weekends are not seen, and their width is assumed.");
  if (duration < BURST) {
    said.push(`The history lasts ${Math.ceil(duration)} s: that is the rate of a burst, not of traffic.`);
  }
  const requests = workload.arrivals.length;
  if (rates === null && requests < FEW) {
    said.push(
      `Only ${requests} ${requests === 1 ? "request was" : "requests were"} seen: their rate is mostly chance.`,
    );
  }
  return said;
}

const seasonless = ({ duration }: TrafficHistory, windowSeconds: number): string[] =>
  duration < DAY || windowsPerDay(windowSeconds) !== null
    ? []
    : [
        "A day is no whole number of these windows, so neither days nor weeks could be told apart: take windows that divide it.",
      ];

const cut = ({ duration }: TrafficHistory, windowSeconds: number): string[] =>
  duration / windowSeconds < MOST_PAST + 1
    ? []
    : [`Of the history only the last ${MOST_PAST} windows were looked at: take longer ones to look further back.`];

/** Windows of the history and of the horizon. */
interface Clocks {
  readonly seen: Windows;
  readonly ahead: Windows;
}

/** What was made of the growth, the events and the holidays that were named. */
export function changeNotes(change: TrafficChange, clocks: Clocks): readonly string[] {
  const { growthPerMonth, events, holidays } = change;
  const percent = Number((100 * growthPerMonth).toPrecision(4));
  const { epoch, windowSeconds, count } = clocks.ahead;
  const happens = ({ start, duration }: TrafficEvent) => {
    const from = parseInstant(start) ?? Number.NaN;
    return from < epoch + count * windowSeconds && from + duration > epoch;
  };
  return [
    ...(percent === 0 ? [] : [`Growth of ${percent} % a month is applied, and no trend of the history beside it.`]),
    ...events
      .filter(happens)
      .map(({ name, multiplier }) => `While ${name} lasts, traffic is multiplied by ${multiplier}.`),
    ...holidays.flatMap((holiday) => holidayNotes(holiday, clocks)),
  ];
}

function holidayNotes(holiday: Holiday, { seen, ahead }: Clocks): readonly string[] {
  const isIn = (windows: Windows) => holidayWindows([holiday], windows).size > 0;
  const day = `${holiday.like.slice(0, 1).toUpperCase()}${holiday.like.slice(1)}`;
  const hasWeeks = seen.count * seen.windowSeconds >= 7 * DAY;
  const unseen = hasWeeks ? "" : "; the history shows no whole week, so that changes nothing";
  return [
    ...(isIn(seen) ? [`${holiday.date} is a holiday: nothing is learnt from it.`] : []),
    ...(isIn(ahead) ? [`${holiday.date} is forecast like a ${day}${unseen}.`] : []),
  ];
}
