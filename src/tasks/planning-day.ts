import { formatDate, parseDate } from "../../planner/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError } from "../ports/failure.ts";

/** Unix seconds of midnight UTC of the day to plan from: the one that is named, else today. */
export function planningDay(named: string | undefined, clock: { now(): Date }): number {
  const text = named ?? clock.now().toISOString().slice(0, 10);
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseDate(text) : null;
  // A day that no month has (2026-02-30) would come back as another one.
  if (day !== null && formatDate(day) === text) return day;
  throw commandLineError("--now", COMMAND_LINE.noDate(text));
}
