import { parseInstant } from "../../planner/index.ts";
import { COMMAND_LINE } from "../mistakes/command-line.ts";
import { commandLineError } from "../ports/failure.ts";

/** The instant that dates time 0 of a log with relative times, as it was named; null where none is. */
export function startInstant(named: string | undefined): string | null {
  if (named === undefined) return null;
  if (parseInstant(named) !== null) return named;
  throw commandLineError("--start", COMMAND_LINE.noInstant(named));
}
