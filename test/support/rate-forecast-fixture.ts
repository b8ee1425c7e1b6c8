import { formatInstant, parseInstant, type RateForecast } from "../../planner/index.ts";

// Written by hand, so that reports are tested apart from the planner: busy afternoons, quiet weekends.

const HOUR = 3600;
const DAY = 24 * HOUR;
const END = parseInstant("2026-11-23T00:00:00Z") ?? 0;
const START = END - 28 * DAY;

/** Requests per second at an hour after the history's end. */
function rateAt(hour: number): number {
  const weekday = Math.floor((((hour % 168) + 168) % 168) / 24);
  const wave = 1.4 - Math.cos((2 * Math.PI * ((((hour % 24) + 24) % 24) - 2)) / 24);
  return wave * (weekday >= 5 ? 0.55 : 1);
}

const at = (seconds: number) => ({ startSeconds: seconds, start: formatInstant(START + seconds) });
const stretch = (from: number, to: number) => ({
  ...{ startSeconds: from, endSeconds: to },
  ...{ start: formatInstant(START + from), end: formatInstant(START + to) },
});

/** So many hours ahead. */
export function hoursAhead(hours: number): RateForecast["points"] {
  return Array.from({ length: hours }, (_, i) => {
    const point = rateAt(i);
    return { ...at(28 * DAY + i * HOUR), point, lower: point * 0.72, upper: point * (1.3 + i / 5000) };
  });
}

/** Four weeks by the hour, thirty days ahead. */
export const steady: RateForecast = {
  deployment: null,
  windowSeconds: HOUR,
  level: 0.9,
  points: hoursAhead(30 * 24),
  model: "week, last days' level",
  backtest: {
    origins: 8,
    windows: 336,
    meanAbsoluteError: 0.1234567,
    coverage: 0.9123,
    models: [
      { model: "week, last days' level", meanAbsoluteError: 0.1234567 },
      { model: "week", meanAbsoluteError: 0.131 },
      { model: "seasonal naive (week)", meanAbsoluteError: 0.161 },
      { model: "seasonal naive (day)", meanAbsoluteError: 0.402 },
      { model: "mean", meanAbsoluteError: 0.655 },
    ],
  },
  gaps: [stretch(3 * DAY, 3 * DAY + 2 * HOUR), stretch(25 * DAY + 9 * HOUR, 25 * DAY + 20 * HOUR)],
  changes: [{ ...at(14 * DAY), factor: 1.38 }],
  history: {
    format: "loadline CSV",
    seconds: 28 * DAY,
    requests: 2_870_512,
    meanRate: 1.1866,
    burstiness: 1.6234,
    rows: { read: 2_870_530, bad: 18 },
    start: formatInstant(START),
    end: formatInstant(END),
    recent: Array.from({ length: 168 }, (_, i) =>
      i >= 105 && i < 116 ? null : rateAt(i - 168) * (1 + 0.1 * Math.sin(i * i)),
    ),
  },
  notes: ["18 rows were left out: the first is line 4,711, without a time."],
};

/** Twenty minutes by the minute, without dates; nothing could be tried. */
export const short: RateForecast = {
  ...steady,
  windowSeconds: 60,
  points: Array.from({ length: 240 }, (_, i) => ({
    ...{ startSeconds: 1200 + 60 * i, start: null },
    ...{ point: 0.004, lower: 0.001, upper: 0.011 },
  })),
  model: "mean",
  backtest: null,
  gaps: [{ startSeconds: 300, endSeconds: 420, start: null, end: null }],
  changes: [],
  history: {
    format: "request log, JSON lines",
    seconds: 1200,
    requests: 5,
    meanRate: 0.004167,
    burstiness: null,
    rows: { read: 5, bad: 0 },
    start: null,
    end: null,
    recent: Array.from({ length: 20 }, (_, i) => (i >= 5 && i < 7 ? null : i % 4 === 0 ? 1 / 60 : 0)),
  },
  notes: ["Only 5 requests were seen: their rate is mostly chance."],
};
