import { DAY, HOUR } from "../../../planner/index.ts";
import type { MetricsRange } from "../../ports/metrics-server.ts";

const MINUTE = 60;
/** Windows of a history at most, as long as they do not become longer than an hour: four weeks of five minutes. */
const MOST_WINDOWS = 8064;
/** Each divides an hour, so that hours are whole windows. */
const STEPS = [5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE);
export const SHORTEST_WINDOW = HOUR;

/** The moments that rates are asked at, and the stretches that lengths are counted over. Both end where windows end. */
export interface ReadingPlan {
  readonly rates: MetricsRange;
  readonly pieces: MetricsRange;
}

/** From the planning day backwards: the same day asks the same questions, whatever the time. */
export function readingPlan(window: number, now: number): ReadingPlan {
  const step = STEPS.find((one) => window / one <= MOST_WINDOWS) ?? STEPS.at(-1) ?? HOUR;
  const end = Math.floor(now / step) * step;
  const windows = Math.floor(window / step);
  const days = Math.ceil((windows * step) / DAY);
  const piece = Math.ceil(windows / days) * step;
  return {
    // The first window ends one step after the beginning.
    rates: { start: end - (windows - 1) * step, end, step },
    pieces: { start: end - (days - 1) * piece, end, step: piece },
  };
}
