import * as z from "zod";
import { type Holiday, WEEKDAY_NAMES } from "../../planner/index.ts";
import { DEPLOYMENT } from "../mistakes/deployment.ts";
import { choice } from "./leaves.ts";
import { date, timezone } from "./moments.ts";
import { type Contradiction, consistent, mapping, when } from "./shapes.ts";

/** `spec.traffic.holidays`: dates, or dates with what they are like. */
export function holidaysSchema() {
  const day = date("holiday");
  const told = mapping({
    date: day.describe("The day."),
    like: choice("day of the week", WEEKDAY_NAMES)
      .default("sunday")
      .describe("The day of the week that it is like. Default sunday."),
    timezone: timezone().default("UTC").describe("Time zone of the date. Default UTC."),
  });
  return z
    .array(z.union([day, told], { error: '"2026-12-25" or { date: "2026-12-24", like: saturday }' }))
    .check(consistent(eachOnce))
    .describe("Days that are like another day of the week, in the history and ahead. A date alone is like a Sunday.");
}

type RawHoliday = string | Holiday;

const dateOf = (raw: RawHoliday): string => (typeof raw === "string" ? raw : raw.date);

function eachOnce(holidays: readonly RawHoliday[]): readonly Contradiction[] {
  const dates = holidays.map(dateOf);
  return dates.flatMap((one, index) =>
    when(dates.indexOf(one) < index, { path: [index], ...DEPLOYMENT.repeatedHoliday }),
  );
}

export function readHoliday(raw: RawHoliday): Holiday {
  return typeof raw === "string" ? { date: raw, like: "sunday", timezone: "UTC" } : raw;
}
