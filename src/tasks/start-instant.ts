import { parseInstant } from "../../planner/index.ts";
import { commandLineError } from "../ports/failure.ts";

/** The instant that dates time 0 of a log with relative times, as it was named; null where none is. */
export function startInstant(named: string | undefined): string | null {
  if (named === undefined) return null;
  if (parseInstant(named) !== null) return named;
  throw commandLineError("--start", {
    found: named,
    wanted: "an instant of RFC 3339, with an offset",
    advice: "For example --start 2026-11-02T00:00:00Z.",
  });
}
