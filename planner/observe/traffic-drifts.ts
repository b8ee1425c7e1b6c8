import type { TrafficHistory } from "../domain/index.ts";
import type { Drift } from "./observation.ts";
import type { ForecastRate, PastForecast } from "./past-forecast.ts";
import type { MeasuredHour } from "./replay.ts";

/** So much may lengths and levels differ without being said to have drifted: no interval says how lengths change. */
export const TOLERANCE = 0.1;

const RENEW = "Plan again with this traffic, and renew the log where spec.traffic names one.";

/** Requests, prompts and answers against what was expected of them. */
export function trafficDrifts(
  past: PastForecast,
  measured: TrafficHistory | null,
  hours: readonly MeasuredHour[],
): readonly Drift[] {
  return [
    requestsDrift(past, hours),
    lengthDrift("prompts", past.inputTokens, mean(measured?.workload.inputTokens)),
    lengthDrift("answers", past.outputTokens, mean(measured?.workload.outputTokens)),
  ];
}

function requestsDrift(past: PastForecast, hours: readonly MeasuredHour[]): Drift {
  const measured = hours.length === 0 ? null : hours.reduce((sum, { rate }) => sum + rate, 0) / hours.length;
  const expected = past.rate(hours);
  const head = { kind: "requests", forecast: expected?.rate ?? null, measured } as const;
  if (measured === null) return unknown(head, "how many requests came was not measured");
  if (expected === null) return unknown(head, "no traffic was known before these hours, so none was forecast for them");
  const { rate, range } = around(expected);
  const differs = relation(measured / rate);
  if (measured >= range[0] && measured <= range[1]) {
    return { ...head, status: "as-forecast", range, message: `requests came as forecast (${differs})`, action: null };
  }
  const message = `${differs} requests ${rate * 2 <= measured ? "as" : "than"} forecast, beyond what the forecast held likely`;
  return { ...head, status: "drifted", range, message, action: RENEW };
}

/** A forecast of a very regular history is surer than anybody should be. */
function around({ rate, range: [low, high] }: ForecastRate) {
  return { rate, range: [Math.min(low, rate * (1 - TOLERANCE)), Math.max(high, rate * (1 + TOLERANCE))] as const };
}

function lengthDrift(kind: "prompts" | "answers", forecast: number | null, measured: number | null): Drift {
  const head = { kind, forecast, measured };
  if (measured === null) return unknown(head, `how long ${kind} were was not measured`);
  if (forecast === null) return unknown(head, `how long ${kind} would be was not known`);
  const range = [forecast * (1 - TOLERANCE), forecast * (1 + TOLERANCE)] as const;
  const isDrift = measured < range[0] || measured > range[1];
  const times = `${(measured / forecast).toFixed(2)} times as long as known before`;
  const message = isDrift ? `${kind} are ${times}` : `${kind} are as long as before (${times})`;
  return { ...head, status: isDrift ? "drifted" : "as-forecast", range, message, action: isDrift ? RENEW : null };
}

/** What nobody measured, or nobody forecast, is neither drift nor none. */
export const unknown = (head: Pick<Drift, "kind" | "forecast" | "measured">, message: string): Drift => ({
  ...{ ...head, status: "unknown", range: null, message },
  action: null,
});

/** "30 % more". */
function relation(ratio: number): string {
  if (ratio >= 2) return `${ratio.toFixed(1)} times as many`;
  const percent = Math.abs(100 * (ratio - 1));
  const figure = percent < 10 ? Number(percent.toPrecision(1)) : Math.round(percent);
  if (figure === 0) return "no more and no fewer";
  return `${figure} % ${ratio > 1 ? "more" : "fewer"}`;
}

const mean = (tokens: Int32Array | undefined): number | null =>
  tokens === undefined || tokens.length === 0 ? null : tokens.reduce((sum, one) => sum + one, 0) / tokens.length;
