import { type Holiday, parseDate } from "../../planner/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError } from "../ports/failure.ts";

/** A day that is like a Sunday, as it was named. */
export function holidayOn(date: string): Holiday {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date) && parseDate(date) !== null) return { date, like: "sunday", timezone: "UTC" };
  throw commandLineError("--holiday", COMMAND_LINE.noHoliday(date));
}
