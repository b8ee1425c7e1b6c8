import { type Holiday, parseDate } from "../../planner/index.ts";
import { commandLineError } from "../ports/failure.ts";

/** A day that is like a Sunday, as it was named. */
export function holidayOn(date: string): Holiday {
  if (/^\d{4}-\d{2}-\d{2}$/.test(date) && parseDate(date) !== null) return { date, like: "sunday", timezone: "UTC" };
  const advice = "For example --holiday 2026-12-25. Other days than Sundays: spec.traffic.holidays.";
  throw commandLineError("--holiday", { found: date, wanted: "a date that exists, YYYY-MM-DD", advice });
}
