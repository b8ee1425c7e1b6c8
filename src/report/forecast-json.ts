import type { RateBacktest, RateForecast } from "../../planner/index.ts";
import { rounded, roundedShare, sixDigits, whole } from "./rounding.ts";

/** `forecast --json`: CONTRACT.md section 6. Rates are requests per second; the history itself is not repeated. */
export function forecastJson(forecast: RateForecast): object {
  const { history } = forecast;
  return {
    schema: "loadline.forecast/v1",
    ...(forecast.deployment === null ? {} : { deployment: forecast.deployment }),
    windowSeconds: clock(forecast.windowSeconds),
    unit: "requestsPerSecond",
    level: roundedShare(forecast.level),
    points: forecast.points.map(({ startSeconds, start, point, lower, upper }) => ({
      startSeconds: clock(startSeconds),
      start,
      point: sixDigits(point),
      lower: sixDigits(lower),
      upper: sixDigits(upper),
    })),
    model: forecast.model,
    backtest: forecast.backtest === null ? null : backtestJson(forecast.backtest),
    gaps: forecast.gaps.map(({ startSeconds, endSeconds, start, end }) => ({
      startSeconds: clock(startSeconds),
      endSeconds: clock(endSeconds),
      start,
      end,
    })),
    changes: forecast.changes.map(({ startSeconds, start, factor }) => ({
      startSeconds: clock(startSeconds),
      start,
      factor: sixDigits(factor),
    })),
    history: {
      format: history.format,
      seconds: clock(history.seconds),
      requests: whole(history.requests),
      meanRate: Number.isFinite(history.meanRate) ? sixDigits(history.meanRate) : null,
      burstiness: rounded(history.burstiness, 3),
      rows: { read: whole(history.rows.read), bad: whole(history.rows.bad) },
      start: history.start,
      end: history.end,
    },
    notes: forecast.notes,
  };
}

function backtestJson({ origins, windows, meanAbsoluteError, coverage, models }: RateBacktest): object {
  return {
    origins: whole(origins),
    windows: whole(windows),
    meanAbsoluteError: sixDigits(meanAbsoluteError),
    coverage: roundedShare(coverage),
    models: models.map((tried) => ({ model: tried.model, meanAbsoluteError: sixDigits(tried.meanAbsoluteError) })),
  };
}

/** Seconds on a clock keep their milliseconds. */
const clock = (seconds: number): number => rounded(seconds, 3) ?? 0;
