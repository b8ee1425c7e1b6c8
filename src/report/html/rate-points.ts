import { DAY, HOUR, type RateForecast } from "../../../planner/index.ts";
import { isDatedOf, unitOf } from "../forecast-periods.ts";

/** More points than this make a page slow and a line no finer. */
const MOST_POINTS = 1200;

/** What a chart draws, rates in the unit of the report. Times are Unix milliseconds where there are dates, else days or hours
 *  from the end of the history. */
export interface Drawn {
  readonly seconds: number;
  readonly clock: "UTC" | "days" | "hours";
  readonly begins: number;
  /** `part` counts up at every gap. */
  readonly seen: readonly { readonly time: number; readonly point: number; readonly part: number }[];
  readonly ahead: readonly {
    readonly time: number;
    readonly point: number;
    readonly lower: number;
    readonly upper: number;
  }[];
}

/** Windows, or means over hours, days or weeks where there are too many of them; null where nothing is to be drawn. */
export function binned(forecast: RateForecast): Drawn | null {
  const { points, windowSeconds, history } = forecast;
  const values = points.filter(({ point, lower, upper }) => [point, lower, upper].every(Number.isFinite));
  if (values.length < 2 || values.length < points.length) return null;
  const horizon = points.length * windowSeconds;
  const bin = [windowSeconds, HOUR, DAY, 7 * DAY].find(
    (size) => size >= windowSeconds && horizon / size <= MOST_POINTS,
  );
  const size = Math.max(1, Math.round((bin ?? horizon / MOST_POINTS) / windowSeconds));
  const { name, at } = clockOf(forecast);
  const { times } = unitOf(forecast);
  const chunks = Array.from({ length: Math.ceil(values.length / size) }, (_, i) =>
    values.slice(i * size, (i + 1) * size),
  );
  return {
    seconds: size * windowSeconds,
    clock: name,
    begins: at(0),
    seen: seenOf(history.recent, size, (window) => at(window * windowSeconds)).map((one) => ({
      ...one,
      point: times * one.point,
    })),
    ahead: chunks.map((chunk, i) => ({
      time: at(i * size * windowSeconds),
      point: times * mean(chunk.map(({ point }) => point)),
      lower: times * mean(chunk.map(({ lower }) => lower)),
      upper: times * mean(chunk.map(({ upper }) => upper)),
    })),
  };
}

/** From seconds after the end of the history to the time of the chart. */
function clockOf(forecast: RateForecast): {
  readonly name: Drawn["clock"];
  readonly at: (seconds: number) => number;
} {
  const { points, windowSeconds } = forecast;
  const zero = isDatedOf(forecast) ? Date.parse(points[0]?.start ?? "") : Number.NaN;
  if (!Number.isNaN(zero)) return { name: "UTC", at: (seconds) => zero + 1000 * seconds };
  if (points.length * windowSeconds <= 2 * DAY) return { name: "hours", at: (seconds) => seconds / HOUR };
  return { name: "days", at: (seconds) => seconds / DAY };
}

/** The history backwards in bins from its end, so that both sides meet; a bin of nothing begins another part. */
function seenOf(recent: RateForecast["history"]["recent"], size: number, at: (window: number) => number) {
  const seen: { time: number; point: number; part: number }[] = [];
  let part = 0;
  for (let from = recent.length % size; from < recent.length; from += size) {
    const known = recent.slice(from, from + size).filter((rate) => rate !== null && Number.isFinite(rate));
    if (known.length === 0) part++;
    else seen.push({ time: at(from - recent.length), point: mean(known.map(Number)), part });
  }
  return seen;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
