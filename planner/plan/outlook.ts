import { type TrafficForecast, type TrafficHistory, Z90 } from "../domain/index.ts";
import { burstinessOf } from "../traffic/burstiness.ts";
import { formatInstant } from "../traffic/calendar.ts";
import type { Expectation } from "../traffic/expectation.ts";
import { type ForecastHour, forecastHours, levelAt } from "../traffic/horizon.ts";
import { epochOf, profileOf, type TrafficProfile } from "../traffic/profile.ts";
import { type MinimumInterval, minimumAt } from "../traffic/schedule.ts";
import { requestsSeen } from "../traffic/series.ts";
import { type Stratum, stratify } from "../traffic/strata.ts";
import { HOUR, HOURS_PER_MONTH } from "../units/index.ts";
import type { PlanRequest } from "./request.ts";

/** Traffic over the horizon, and the windows that will be simulated for it. */
export interface Outlook {
  readonly history: TrafficHistory;
  readonly profile: TrafficProfile;
  readonly expectation: Expectation;
  readonly burstiness: Burstiness;
  readonly hours: readonly ForecastHour[];
  readonly strata: readonly Stratum[];
  readonly minimums: readonly MinimumInterval[];
  readonly means: { readonly input: number; readonly output: number };
  /** Unix seconds at which the history ends. */
  readonly end: number;
}

/** Coefficient of variation of the times between arrivals, and who says so: the traffic itself, the deployment, or nobody. */
export interface Burstiness {
  readonly cv: number;
  readonly from: "traffic" | "deployment" | "nobody";
}

/** Traffic over the horizon, whatever serves it. */
export type Ahead = Omit<Outlook, "strata" | "minimums"> & { readonly worst: number | null };

/** Forecasts the horizon, which starts at `now` or, if later, at the history's end. */
export function trafficAhead(request: PlanRequest, history: TrafficHistory): Ahead {
  const epoch = epochOf(history, request.now);
  const profile = profileOf(history, epoch);
  const end = epoch + history.duration;
  const start = Math.ceil(Math.max(request.now, end) / HOUR) * HOUR;
  const { growthPerMonth, events, holidays } = request.deployment.traffic ?? ORDINARY;
  const change = { growthPerMonth, events, holidays, scale: request.trafficScale };
  const forecast = forecastHours(profile, change, { start, seconds: request.horizonSeconds });
  const burstiness = arrivalsOf(history, request.deployment.traffic?.burstiness ?? null);
  return { history, profile, ...forecast, burstiness, means: meanLengths(history), end };
}

/** The same as windows to simulate. `minimums`: when a calendar keeps more replicas than usual, between two instants. */
export function outlookOf(
  ahead: Ahead,
  minimums: (window: { from: number; to: number }) => readonly MinimumInterval[],
): Outlook {
  const start = ahead.hours[0]?.start ?? 0;
  // An hour more on both sides: windows warm up before they are measured.
  const raised = minimums({ from: start - HOUR, to: start + (ahead.hours.length + 1) * HOUR });
  const hours = ahead.hours.map((hour) => ({ ...hour, minimum: minimumAt(raised, hour.start) }));
  return { ...ahead, hours, strata: stratify(hours, ahead.worst), minimums: raised };
}

const ORDINARY = { growthPerMonth: 0, events: [], holidays: [] };

function arrivalsOf(history: TrafficHistory, told: number | null): Burstiness {
  const own = history.burstiness ?? burstinessOf(history);
  if (own !== null) return { cv: own, from: "traffic" };
  return told === null ? { cv: 1, from: "nobody" } : { cv: told, from: "deployment" };
}

/** The report's view of the outlook. */
export function trafficForecast(outlook: Outlook, request: PlanRequest): TrafficForecast {
  const { hours, profile, history, expectation, strata } = outlook;
  const low = levelAt(expectation.spread, -Z90);
  const high = levelAt(expectation.spread, Z90);
  const mean = hours.reduce((sum, hour) => sum + hour.rate, 0) / Math.max(1, hours.length);
  const peak = strata.reduce((most, { hour }) => Math.max(most, hour.rate), 0);
  const around = (value: number) => ({ p10: value * low, p50: value, p90: value * high });
  return {
    history: {
      format: history.format,
      seconds: history.duration,
      requests: requestsSeen(history),
      end: history.epoch === null ? null : formatInstant(outlook.end),
    },
    horizonSeconds: request.horizonSeconds,
    requestsPerMonth: around(mean * HOURS_PER_MONTH * HOUR),
    meanInputTokens: outlook.means.input,
    meanOutputTokens: outlook.means.output,
    peakRequestsPerSecond: around(peak),
    week: hours
      .slice(0, 168)
      .map(({ start, p10, rate, p90 }) => ({ start: formatInstant(start), p10, p50: rate, p90 })),
    assumedSeasonality: profile.seasonality !== "week",
  };
}

function meanLengths({ workload }: TrafficHistory): { input: number; output: number } {
  const mean = (tokens: Int32Array) => tokens.reduce((sum, n) => sum + n, 0) / Math.max(1, tokens.length);
  return { input: mean(workload.inputTokens), output: mean(workload.outputTokens) };
}
